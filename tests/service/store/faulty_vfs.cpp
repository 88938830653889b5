// SQLite's default VFS with the program's plan of faults before it, registered before anything opens a database.
#include <cstdio>
#include <filesystem>

#include <sqlite3.h>

#include "tests/service/store/allocations.hpp"
#include "tests/service/store/faults.hpp"
#include "tests/service/store/power_cut.hpp"

namespace planwerk::service::tests {

namespace {

using Operation = FaultPlan::Operation;

struct FaultyFile {
  sqlite3_file base;
  char path[512];  // empty: nameless
  bool new_log;    // whose name the VFS syncs with the first sync of its bytes
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultyFile& faulty(sqlite3_file* file) {
  return *reinterpret_cast<FaultyFile*>(file);
}

template <auto method, class... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  return (faulty(file).real()->pMethods->*method)(faulty(file).real(), arguments...);
}

void pass_barrier_on(sqlite3_file* file) {
  faulty(file).real()->pMethods->xShmBarrier(faulty(file).real());
}

bool no_room() {
  return fault_plan().fault() == Fault::full || fault_plan().fault() == Fault::short_write;
}

int read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  if (fault_plan().strikes(Operation::read)) return SQLITE_IOERR_READ;
  return pass_on<&sqlite3_io_methods::xRead>(file, bytes, count, offset);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  PowerCut::before_operation();
  if (fault_plan().strikes(Operation::write)) {
    if (fault_plan().fault() == Fault::short_write) {
      pass_on<&sqlite3_io_methods::xWrite>(file, bytes, count / 2, offset);
    }
    return no_room() ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }
  return pass_on<&sqlite3_io_methods::xWrite>(file, bytes, count, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  PowerCut::before_operation();
  if (fault_plan().strikes(Operation::other)) return SQLITE_IOERR_TRUNCATE;
  return pass_on<&sqlite3_io_methods::xTruncate>(file, size);
}

int sync(sqlite3_file* file, int flags) {
  PowerCut::before_operation();
  if (fault_plan().strikes(Operation::sync)) return SQLITE_IOERR_FSYNC;
  const int result = pass_on<&sqlite3_io_methods::xSync>(file, flags);
  if (PowerCut::is_on() && result == SQLITE_OK && faulty(file).path[0] != 0) {
    const std::filesystem::path path = faulty(file).path;
    PowerCut::synced(path);
    if (faulty(file).new_log) PowerCut::synced(path.parent_path());
    faulty(file).new_log = false;
  }
  return result;
}

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  if (fault_plan().strikes(Operation::grow)) return no_room() ? SQLITE_FULL : SQLITE_IOERR_SHMMAP;
  return pass_on<&sqlite3_io_methods::xShmMap>(file, page, size, extend, memory);
}

using Methods = sqlite3_io_methods;

constexpr Methods faulty_methods = {
    2,
    pass_on<&Methods::xClose>,
    read,
    write,
    truncate,
    sync,
    pass_on<&Methods::xFileSize, sqlite3_int64*>,
    pass_on<&Methods::xLock, int>,
    pass_on<&Methods::xUnlock, int>,
    pass_on<&Methods::xCheckReservedLock, int*>,
    pass_on<&Methods::xFileControl, int, void*>,
    pass_on<&Methods::xSectorSize>,
    pass_on<&Methods::xDeviceCharacteristics>,
    map_shared,
    pass_on<&Methods::xShmLock, int, int, int>,
    pass_barrier_on,
    pass_on<&Methods::xShmUnmap, int>,
    nullptr,
    nullptr,
};

sqlite3_vfs* real_vfs(sqlite3_vfs* vfs) {
  return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags, int* out_flags) {
  base->pMethods = nullptr;
  if (fault_plan().strikes(Operation::grow)) return no_room() ? SQLITE_FULL : SQLITE_CANTOPEN;
  FaultyFile& file = faulty(base);
  sqlite3_file* real = file.real();
  const bool is_new = PowerCut::is_on() && name && !std::filesystem::exists(name);
  std::snprintf(file.path, sizeof file.path, "%s", name ? name : "");
  file.new_log = is_new && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  const int result = real_vfs(vfs)->xOpen(real_vfs(vfs), name, real, flags, out_flags);
  base->pMethods = real->pMethods ? &faulty_methods : nullptr;
  if (is_new && result == SQLITE_OK) PowerCut::created(name);
  return result;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  if (fault_plan().strikes(Operation::other)) return SQLITE_IOERR_DELETE;
  const int result = real_vfs(vfs)->xDelete(real_vfs(vfs), name, sync_folder);
  if (PowerCut::is_on() && sync_folder) PowerCut::synced(std::filesystem::path(name).parent_path());
  return result;
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  return real_vfs(vfs)->xAccess(real_vfs(vfs), name, flags, result);
}

int full_path(sqlite3_vfs* vfs, const char* name, int size, char* path) {
  return real_vfs(vfs)->xFullPathname(real_vfs(vfs), name, size, path);
}

sqlite3_vfs registered_vfs() {
  install_failing_memory();
  sqlite3_initialize();
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = *real;
  vfs.iVersion = 2;
  vfs.zName = "faulty";
  vfs.pNext = nullptr;
  vfs.pAppData = real;
  vfs.szOsFile = static_cast<int>(sizeof(FaultyFile)) + real->szOsFile;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  return vfs;
}

sqlite3_vfs vfs = registered_vfs();
const int registered = sqlite3_vfs_register(&vfs, 1);

}  // namespace

}  // namespace planwerk::service::tests
