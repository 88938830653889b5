#include "tests/service/store/store_fixture.hpp"

#include <algorithm>
#include <filesystem>

namespace planwerk::service::tests {

using planwerk::tests::write_bytes;

JobRecord StoreTest::submit(const std::string& owner, const std::string& key, const std::string& part) {
  const UploadStatus upload = store().begin_upload(owner, key, {});
  store().append_part(upload.job.id, 0, part, upload.writer);
  return store().complete_upload(upload.job.id, {.products = 1});
}

std::filesystem::path StoreTest::written(const Lease& lease, const std::string& name, const std::string& bytes) {
  const auto file = store().scratch_of(lease) / name;
  write_bytes(file, bytes);
  return file;
}

JobRecord StoreTest::finished(const std::string& owner, const std::string& key, const std::string& plan) {
  const Lease lease = *store().acquire(submit(owner, key).id);
  return store().finish(lease, JobState::finished, "", written(lease, "plan.pbs", plan), PlanFigures{});
}

std::vector<std::string> ids(const std::vector<JobRecord>& jobs) {
  std::vector<std::string> ids;
  for (const JobRecord& job : jobs) ids.push_back(job.id);
  return ids;
}

std::vector<std::string> files_below(const std::filesystem::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_directory()) found.push_back(std::filesystem::relative(entry.path(), folder).string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace planwerk::service::tests
