#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/service/store/content_files.hpp"
#include "host/service/store/database.hpp"
#include "host/service/store/folder_lock.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/store/upload_file.hpp"

namespace planwerk::service {

// An upload that somebody writes to, for the time between its syncs.
struct OpenUpload {
  std::mutex mutex;
  std::unique_ptr<UploadFile> file;  // none: to be opened from what the record says is durable
  JobRecord job;                     // while there is a file
  std::int64_t writer = 0;           // the stream that began last
};

// What the store consists of. Its functions are shared by those of JobStore, which alone turn what goes wrong here
// into StoreErrors.
struct JobStore::State {
  State(const StoreSettings& settings, FileSystem& files);

  // --- Start.
  void recover();
  void demand_named_files();  // throws damaged
  void sweep_folders();

  // --- Writing. Finishes what an earlier fault left undone, too.
  template <class Work>
  auto write(const Work& work, Database::Durable durable = Database::Durable::at_once) {
    if constexpr (std::is_void_v<std::invoke_result_t<Work, Connection&>>) {
      database.write(work, durable);
      settle();
    } else {
      auto result = database.write(work, durable);
      settle();
      return result;
    }
  }
  void settle() noexcept;
  void erase_traces();  // of deleted records, from the log too

  // --- Jobs.
  JobRecord job_named(const std::string& id) const;  // throws not_found
  JobRecord job_under(const Lease& lease) const;     // throws fenced
  // Deletes record and files, but not the traces; the files' bytes. Throws not_found, conflict.
  std::int64_t remove_job(const std::string& id);
  std::int64_t remove_if_possible(const std::string& id, std::vector<std::string>& removed);
  void shrink_to(std::int64_t bytes, std::vector<std::string>& removed);  // oldest terminal jobs first

  // --- Files.
  std::filesystem::path scratch_path(const Lease& lease) const;
  // Where the caller's work is done already: what stays is swept at the next start.
  void remove_quietly(const std::filesystem::path& path) noexcept;
  void forget_file(const JobRecord& job, const std::optional<StoredFile>& file) noexcept;
  std::filesystem::path upload_path(const std::string& job) const;
  std::shared_ptr<OpenUpload> upload_named(const std::string& job);
  UploadFile& opened(OpenUpload& upload, const std::string& job);  // throws conflict where the job is no upload
  void sync(OpenUpload& upload, const std::string& job);
  void close_upload(const std::string& job);

  const std::filesystem::path folder;
  std::function<UnixMillis()> clock;
  FileSystem& files;
  FolderLock lock;
  Database database;
  ContentFiles contents;
  Accounts accounts;
  std::mutex uploads_mutex;
  std::map<std::string, std::shared_ptr<OpenUpload>> uploads;
  std::atomic<std::int64_t> writers = 0;
  std::atomic<bool> traces_left = false;  // something was deleted that the log may still hold
};

}  // namespace planwerk::service
