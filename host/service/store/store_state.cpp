#include "host/service/store/store_state.hpp"

#include <chrono>
#include <set>

#include "host/service/store/job_rows.hpp"
#include "host/service/store/job_transitions.hpp"

namespace planwerk::service {

namespace {

namespace fs = std::filesystem;

UnixMillis system_time() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
}

fs::path prepared(const fs::path& folder, FileSystem& files) {
  for (const char* name : {"files", "uploads", "scratch"}) files.create_folder(folder / name);
  files.sync(folder);
  return folder;
}

}  // namespace

JobStore::State::State(const StoreSettings& settings, FileSystem& file_system)
    : folder(prepared(settings.folder, file_system)),
      clock(settings.clock ? settings.clock : system_time),
      files(file_system),
      lock(folder),
      database(folder / "store.sqlite"),
      contents(folder / "files", files, database),
      accounts(database, clock) {
  files.sync(folder);  // the database's own names
}

void JobStore::State::recover() {
  demand_named_files();
  // Fences stay, so that nothing that still runs somewhere can write.
  database.write([this](Connection& connection) { requeue_all(connection, "the service was started again", clock()); });
  sweep_folders();
  database.truncate_log();
}

// A database without jobs beside files of jobs is not one to tidy up after: it was lost, cut off or exchanged.
void JobStore::State::demand_named_files() {
  const bool knows_jobs = database.read([](Connection& connection) {
    return Query(connection, "SELECT 1 FROM sqlite_sequence WHERE name = 'jobs'").next();
  });
  if (knows_jobs) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "files")) {
    if (entry.is_directory()) continue;
    throw StoreError(StoreError::Kind::damaged, "store.sqlite: knows no job, but there is " + entry.path().string());
  }
}

// Whatever a record does not name: half-moved files, uploads that were given up, what workers left.
void JobStore::State::sweep_folders() {
  std::set<fs::path> wanted;
  database.read([&](Connection& connection) {
    Query query(connection, "SELECT id FROM jobs WHERE state = 'uploading'");
    while (query.next()) wanted.insert(upload_path(query.text(0)));
  });
  std::vector<fs::path> unwanted;
  for (const char* name : {"uploads", "scratch"}) {
    for (const auto& entry : fs::directory_iterator(folder / name)) {
      if (wanted.count(entry.path()) == 0) unwanted.push_back(entry.path());
    }
  }
  for (const fs::path& path : unwanted) files.remove(path);
  contents.sweep();
}

void JobStore::State::settle() noexcept {
  contents.tidy();
  if (!traces_left) return;
  try {
    erase_traces();
  } catch (...) {  // at the next writing again
  }
}

void JobStore::State::erase_traces() {
  traces_left = true;
  database.truncate_log();
  traces_left = false;
}

JobRecord JobStore::State::job_named(const std::string& id) const {
  auto job = database.read([&](Connection& connection) { return find_job(connection, id); });
  if (!job) throw StoreError(StoreError::Kind::not_found, "there is no such job");
  return std::move(*job);
}

JobRecord JobStore::State::job_under(const Lease& lease) const {
  return database.read([&](Connection& connection) {
    demand_held(connection, lease);
    return *find_job(connection, lease.job);
  });
}

fs::path JobStore::State::scratch_path(const Lease& lease) const {
  return folder / "scratch" / (lease.job + "-" + std::to_string(lease.fence));
}

void JobStore::State::remove_quietly(const fs::path& path) noexcept {
  try {
    files.remove(path);
  } catch (...) {
  }
}

void JobStore::State::forget_file(const JobRecord& job, const std::optional<StoredFile>& file) noexcept {
  if (file) contents.collect_quietly(job.owner, *file);
}

}  // namespace planwerk::service
