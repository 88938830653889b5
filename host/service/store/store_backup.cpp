// Copies of a store: of one that this process has open, or of one that another may be serving from.
#include <system_error>

#include "host/service/store/job_rows.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/store/store_answer.hpp"
#include "host/service/store/store_state.hpp"

namespace planwerk::service {

namespace {

namespace fs = std::filesystem;

constexpr int attempts_beside_a_service = 10;

// Makes a copy of the database one of a store without uploads; what its records name.
std::vector<std::pair<std::string, StoredFile>> without_uploads(Connection& copy) {
  Query(copy, "DELETE FROM jobs WHERE state = 'uploading'").run();
  return named_files(copy);
}

// `copy_database` copies it to the path that it is given.
template <class CopyDatabase>
void copy_store(const fs::path& folder, const fs::path& target, FileSystem& files, const CopyDatabase& copy_database) {
  files.remove(target);
  files.create_folder(target / "files");
  copy_database(target / "store.sqlite");
  for (const auto& [owner, file] : Database(target / "store.sqlite").write(without_uploads)) {
    files.create_folder(target / "files" / owner);
    files.link(folder / "files" / owner / file.sha256, target / "files" / owner / file.sha256);
    files.sync(target / "files" / owner);
  }
  files.sync(target / "files");
  files.sync(target);
}

// Under another name until it is whole.
template <class Copy>
void place(const fs::path& target, FileSystem& files, const Copy& copy) {
  if (fs::exists(target)) {
    throw StoreError(StoreError::Kind::conflict, target.string() + ": there is something of this name already");
  }
  fs::path partial = target;
  partial += ".partial";
  copy(partial);
  files.rename(partial, target);
  files.sync(target.has_parent_path() ? target.parent_path() : ".");
}

}  // namespace

void JobStore::backup_to(const fs::path& folder) const {
  answer([&] {
    const ContentFiles::Hold hold(state_->contents);  // what the copied records name stays until it is linked
    place(folder, state_->files, [&](const fs::path& partial) {
      copy_store(state_->folder, partial, state_->files,
                 [&](const fs::path& database) { state_->database.copy_to(database); });
    });
  });
}

void JobStore::back_up(const fs::path& store, const fs::path& target, FileSystem& files) {
  answer([&] {
    if (!fs::exists(store / "store.sqlite")) {
      throw StoreError(StoreError::Kind::not_found, store.string() + ": no store");
    }
    const auto copy_database = [&](const fs::path& database) { Database::copy(store / "store.sqlite", database); };
    place(target, files, [&](const fs::path& partial) {
      for (int attempt = 1;; ++attempt) {
        try {
          return copy_store(store, partial, files, copy_database);
        } catch (const std::system_error& error) {
          // The service has deleted a job since its record was copied: from the beginning, without it.
          const bool deleted = error.code() == std::errc::no_such_file_or_directory;
          if (!deleted || attempt == attempts_beside_a_service) throw;
        }
      }
    });
  });
}

}  // namespace planwerk::service
