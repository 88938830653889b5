#include "kernels/cuda_library.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <dlfcn.h>

#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr const char* file_name = "libplanwerk_cuda.so";

std::vector<std::string> candidates() {
  if (const char* chosen = std::getenv("PLANWERK_CUDA_LIBRARY")) return {chosen};
  std::error_code no_proc;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", no_proc);
  const std::filesystem::path folder = program.parent_path().parent_path();
  return {folder / "lib" / file_name, folder / PLANWERK_LIBRARY_FOLDER / file_name,
          std::filesystem::path(PLANWERK_INSTALLED_LIBRARIES) / file_name};
}

// The library stays loaded for the life of the program: devices run its code.
OpenCudaDevice* find_entry() {
  std::string looked_in;
  for (const std::string& path : candidates()) {
    if (!std::filesystem::exists(path)) {
      looked_in += (looked_in.empty() ? "" : ", ") + path;
      continue;
    }
    void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw DeviceError(std::string("the CUDA library does not load: ") + dlerror());
    void* const entry = dlsym(library, cuda_entry_name);
    if (entry == nullptr) throw DeviceError(path + " is no CUDA library of planwerk");
    return reinterpret_cast<OpenCudaDevice*>(entry);
  }
  throw DeviceError("no CUDA library (looked for " + looked_in + ")");
}

}  // namespace

std::unique_ptr<Device> open_cuda_device() {
  return std::unique_ptr<Device>(find_entry()(cuda_interface_version, trace_sink()));
}

}  // namespace planwerk
