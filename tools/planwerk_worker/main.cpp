#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <CLI/CLI.hpp>

#include "host/service/examine/examination.hpp"
#include "host/service/worker/process.hpp"
#include "host/service/worker/worker.hpp"

namespace {

using planwerk::DeviceChoice;

// "cpu", "cuda", "cuda:1": the card is chosen by what the process sees of the machine.
DeviceChoice device_named(const std::string& name) {
  if (!name.starts_with("cuda")) return DeviceChoice::cpu;
  if (name.starts_with("cuda:")) setenv("CUDA_VISIBLE_DEVICES", name.substr(5).c_str(), 1);
  return DeviceChoice::cuda;
}

// What was found goes into the channel, which is a pipe then.
int tell(const planwerk::v1::Examination& found, int channel) {
  return found.SerializeToFileDescriptor(channel) ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int no_device = 5;
  CLI::App app("A worker of the planning service, which starts it: there is nothing to see here for people.",
               "planwerk-worker");
  app.set_version_flag("--version", "planwerk-worker " PLANWERK_VERSION);
  int channel = -1;
  std::string device = "cpu";
  std::int64_t memory = 0;
  planwerk::service::WorkerSettings settings;
  planwerk::service::ExaminationOrder examination;
  app.add_option("--channel", channel, "descriptor of the socket or pipe to the service")->required();
  app.add_option("--device", device, "cpu, cuda or cuda:NUMBER");
  app.add_option("--threads", settings.threads, "of the CPU; 0: all cores");
  app.add_option("--memory", memory, "bytes of data that the process may have; 0: unlimited");
  app.add_option("--examine", examination.job, "reads and judges a job instead of working");
  app.add_option("--answer", examination.answer, "judges this plan of the examined job");
  CLI11_PARSE(app, argc, argv);
  try {
    planwerk::service::die_with_parent();
    planwerk::service::close_other_descriptors(channel);
    planwerk::service::limit_memory(memory);
    if (!examination.job.empty()) return tell(planwerk::service::examine(examination), channel);
    settings.device = device_named(device);
    planwerk::service::run_worker(planwerk::service::Channel(channel), settings);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "planwerk-worker: %s\n", error.what());
    return no_device;
  }
}
