#include "tests/service/store/power_cut.hpp"

#include <algorithm>

#include <sys/stat.h>

#include "tests/codec/files.hpp"

namespace planwerk::service::tests {

namespace {

namespace fs = std::filesystem;
using planwerk::tests::read_bytes;
using planwerk::tests::write_bytes;

constexpr std::size_t page_size = 4096;

std::uint64_t inode_of(const fs::path& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_ino : 0;
}

// Of each page one version or the other, and the length of one.
std::string mixed(const std::string& synced, const std::string& now, std::mt19937_64& random) {
  std::string bytes = random() % 2 ? synced : now;
  for (std::size_t begin = 0; begin < bytes.size(); begin += page_size) {
    const std::string& source = random() % 2 ? synced : now;
    if (begin >= source.size()) continue;
    const std::size_t count = std::min({page_size, source.size() - begin, bytes.size() - begin});
    bytes.replace(begin, count, source, begin, count);
  }
  return bytes;
}

}  // namespace

PowerCut* PowerCut::told_ = nullptr;

PowerCut::PowerCut(fs::path folder, std::function<void()> before_each)
    : folder_(std::move(folder)), before_each_(std::move(before_each)) {
  note(folder_);
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) note(entry.path());
  told_ = this;
}

PowerCut::~PowerCut() {
  told_ = nullptr;
}

void PowerCut::note(const fs::path& path) {
  if (!fs::is_directory(path)) {
    bytes_[inode_of(path)] = read_bytes(path);
    return;
  }
  auto& names = names_[inode_of(path)];
  names.clear();
  for (const auto& entry : fs::directory_iterator(path)) {
    names[entry.path().filename().string()] = inode_of(entry.path());
  }
}

void PowerCut::before_operation() {
  if (!told_ || told_->busy_) return;
  told_->busy_ = true;
  told_->before_each_();
  told_->busy_ = false;
}

void PowerCut::synced(const fs::path& path) {
  if (told_ && !told_->busy_) told_->note(path);
}

void PowerCut::created(const fs::path& path) {
  if (!told_ || told_->busy_) return;
  told_->bytes_.erase(inode_of(path));  // of a file that is gone, whose number it got
  told_->names_.erase(inode_of(path));
}

void PowerCut::leave(const fs::path& target, Unsynced unsynced, std::mt19937_64& random) {
  fs::remove_all(target);
  paths_now_.clear();
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) paths_now_[inode_of(entry.path())] = entry.path();
  leave_folder(folder_, target, unsynced, random);
}

// The names a folder is left with: a change of its names that was not synced has happened, or has not.
std::map<std::string, PowerCut::Inode> PowerCut::names_after(const fs::path& folder, Unsynced unsynced,
                                                             std::mt19937_64& random) const {
  std::map<std::string, Inode> synced;
  if (const auto known = names_.find(inode_of(folder)); known != names_.end()) synced = known->second;
  if (unsynced == Unsynced::lost || !fs::exists(folder)) return synced;
  std::map<std::string, Inode> now;
  for (const auto& entry : fs::directory_iterator(folder)) {
    now[entry.path().filename().string()] = inode_of(entry.path());
  }
  if (unsynced == Unsynced::kept) return now;
  std::map<std::string, Inode> left;
  for (const auto& [name, inode] : synced) {
    const auto found = now.find(name);
    const bool changed = found == now.end() || found->second != inode;
    if (!changed || random() % 2) left[name] = inode;
  }
  for (const auto& [name, inode] : now) {
    if (left.count(name) == 0 && (synced.count(name) > 0 || random() % 2)) left[name] = inode;
  }
  return left;
}

void PowerCut::leave_folder(const fs::path& folder, const fs::path& target, Unsynced unsynced,
                            std::mt19937_64& random) const {
  fs::create_directories(target);
  for (const auto& [name, inode] : names_after(folder, unsynced, random)) {
    if (fs::is_directory(folder / name)) {
      leave_folder(folder / name, target / name, unsynced, random);
    } else {
      write_bytes(target / name, content_after(inode, unsynced, random));
    }
  }
}

std::string PowerCut::content_after(Inode inode, Unsynced unsynced, std::mt19937_64& random) const {
  const auto known = bytes_.find(inode);
  const std::string synced = known == bytes_.end() ? "" : known->second;
  if (unsynced == Unsynced::lost) return synced;
  const auto path_now = paths_now_.find(inode);  // under whatever name
  if (path_now == paths_now_.end()) return synced;
  const std::string now = read_bytes(path_now->second);
  return unsynced == Unsynced::kept ? now : mixed(synced, now, random);
}

}  // namespace planwerk::service::tests
