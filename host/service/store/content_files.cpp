#include "host/service/store/content_files.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <system_error>

#include "host/codec/sha256.hpp"
#include "host/service/store/random_text.hpp"

namespace planwerk::service {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t read_size = std::size_t{1} << 20;

fs::path path_in(const fs::path& folder, const ContentFiles::Key& key) {
  return folder / key.first / key.second;
}

}  // namespace

StoredFile content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot open " + path.string());
  Sha256 hash;
  StoredFile content;
  std::string buffer(read_size, '\0');
  while (file) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hash.update({buffer.data(), static_cast<std::size_t>(file.gcount())});
    content.bytes += file.gcount();
  }
  if (file.bad()) throw std::system_error(EIO, std::generic_category(), "cannot read " + path.string());
  content.sha256 = lower_case_hex(hash.digest());
  return content;
}

std::string fault_of(const fs::path& path, const StoredFile& expected) {
  if (!fs::exists(path)) return path.string() + " is missing";
  const StoredFile found = content_of(path);
  if (found.bytes != expected.bytes) {
    return path.string() + " has " + std::to_string(found.bytes) + " bytes instead of " +
           std::to_string(expected.bytes);
  }
  return found.sha256 == expected.sha256 ? "" : path.string() + " is not what was written";
}

ContentFiles::ContentFiles(fs::path folder, FileSystem& files, Database& database)
    : folder_(std::move(folder)), files_(files), database_(database) {}

ContentFiles::Arrival::Arrival(ContentFiles& files, const std::string& owner, const fs::path& source,
                               const StoredFile& content)
    : files_(files), key_(owner, content.sha256), content_(content) {
  files_.arrive(key_);
  try {
    files_.place(key_, source);
  } catch (...) {
    files_.leave(key_);
    throw;
  }
}

ContentFiles::Arrival::~Arrival() {
  files_.leave(key_);
}

ContentFiles::Hold::Hold(ContentFiles& files) : files_(files) {
  const std::lock_guard lock(files_.mutex_);
  ++files_.holds_;
}

ContentFiles::Hold::~Hold() {
  {
    const std::lock_guard lock(files_.mutex_);
    --files_.holds_;
  }
  files_.tidy();
}

fs::path ContentFiles::path_of(const std::string& owner, const StoredFile& file) const {
  return path_in(folder_, {owner, file.sha256});
}

// A second name, so that the source stays until its record is there; over an older file of the same content, which
// may have been damaged since.
void ContentFiles::place(const Key& key, const fs::path& source) {
  const fs::path target = path_in(folder_, key);
  const fs::path incoming = target.parent_path() / (".incoming-" + random_id());
  const bool new_folder = !fs::exists(target.parent_path());
  files_.create_folder(target.parent_path());
  if (new_folder) files_.sync(folder_);
  try {
    files_.link(source, incoming);
    files_.rename(incoming, target);
    files_.remove(incoming);  // renaming one name of a file over another of the same file leaves both
  } catch (...) {
    try {
      files_.remove(incoming);
    } catch (const std::exception&) {  // swept at the next start
    }
    throw;
  }
  files_.sync(target.parent_path());
}

bool ContentFiles::is_named(const Key& key) const {
  return database_.read([&](Connection& connection) {
    return Query(connection, "SELECT 1 FROM job_files WHERE owner = ? AND sha256 = ? LIMIT 1", key.first, key.second)
        .next();
  });
}

void ContentFiles::arrive(const Key& key) {
  const std::lock_guard lock(mutex_);
  uncollected_.reserve(uncollected_.size() + arriving_.size() + 1);  // so that leaving needs no memory
  ++arriving_[key];
}

void ContentFiles::leave(const Key& key) noexcept {
  {
    const std::lock_guard lock(mutex_);
    const auto found = arriving_.find(key);
    if (--found->second > 0) return;
    uncollected_.push_back(std::move(arriving_.extract(found).key()));
  }
  // What may turn out to have been committed after a crash must keep its file until it is certain that it was not.
  if (!database_.in_doubt()) tidy();
}

// False: not now; what arrives or is held is looked at again later.
bool ContentFiles::remove_unnamed(const Key& key) {
  if (holds_ > 0) return false;
  if (arriving_.count(key) == 0 && !is_named(key)) files_.remove(path_in(folder_, key));
  return true;
}

void ContentFiles::collect(const Key& key) {
  const std::lock_guard lock(mutex_);
  uncollected_.reserve(uncollected_.size() + arriving_.size() + 1);
  Key kept = key;
  try {
    if (remove_unnamed(key)) return;
  } catch (...) {
    uncollected_.push_back(std::move(kept));
    throw;
  }
  uncollected_.push_back(std::move(kept));
}

void ContentFiles::collect_quietly(const std::string& owner, const StoredFile& file) noexcept {
  try {
    collect({owner, file.sha256});
  } catch (...) {  // listed, or swept at the next start
  }
}

void ContentFiles::tidy() noexcept {
  const std::lock_guard lock(mutex_);
  const auto done = [this](const Key& key) {
    try {
      return remove_unnamed(key);
    } catch (...) {
      return false;
    }
  };
  uncollected_.erase(std::remove_if(uncollected_.begin(), uncollected_.end(), done), uncollected_.end());
}

void ContentFiles::sweep() {
  std::set<Key> named;
  database_.read([&](Connection& connection) {
    Query query(connection, "SELECT DISTINCT owner, sha256 FROM job_files");
    while (query.next()) named.emplace(query.text(0), query.text(1));
  });
  std::vector<fs::path> unnamed;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    if (entry.is_directory()) continue;
    const fs::path& path = entry.path();
    const Key key(path.parent_path().filename().string(), path.filename().string());
    if (path.parent_path().parent_path() != folder_ || named.count(key) == 0) unnamed.push_back(path);
  }
  for (const fs::path& path : unnamed) files_.remove(path);
}

}  // namespace planwerk::service
