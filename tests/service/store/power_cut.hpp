#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>

namespace planwerk::service::tests {

// What of a folder is on the disk for certain: of each file what it held when it was synced last, of each folder the
// names it had then. All else is in the memory of an operating system that may lose its power, and be on the disk, or
// not, page by page. Told of every operation by the faulty file system and VFS while it lives.
class PowerCut {
 public:
  // `before_each` is called before each operation: there the power may fail.
  PowerCut(std::filesystem::path folder, std::function<void()> before_each);
  ~PowerCut();
  PowerCut(const PowerCut&) = delete;
  PowerCut& operator=(const PowerCut&) = delete;

  enum class Unsynced { lost, kept, mixed };
  // The folder as it is found after a cut now.
  void leave(const std::filesystem::path& target, Unsynced unsynced, std::mt19937_64& random);

  // --- Told by whoever does it.
  static bool is_on() { return told_ != nullptr; }
  static void before_operation();
  static void synced(const std::filesystem::path& path);
  static void created(const std::filesystem::path& path);

 private:
  using Inode = std::uint64_t;
  void note(const std::filesystem::path& path);
  void leave_folder(const std::filesystem::path& folder, const std::filesystem::path& target, Unsynced unsynced,
                    std::mt19937_64& random) const;
  std::map<std::string, Inode> names_after(const std::filesystem::path& folder, Unsynced unsynced,
                                           std::mt19937_64& random) const;
  std::string content_after(Inode inode, Unsynced unsynced, std::mt19937_64& random) const;

  static PowerCut* told_;
  std::filesystem::path folder_;
  std::function<void()> before_each_;
  bool busy_ = false;  // operations of before_each itself do not count
  std::map<Inode, std::string> bytes_;
  std::map<Inode, std::map<std::string, Inode>> names_;
  std::map<Inode, std::filesystem::path> paths_now_;  // while it leaves
};

}  // namespace planwerk::service::tests
