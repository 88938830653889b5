#include "host/service/store/checked_pages.hpp"

#include <array>
#include <cstring>
#include <string>

#include <sqlite3.h>
#include <zlib.h>

namespace planwerk::service {

namespace {

constexpr int page_size = 4096;  // SQLite's default, which the store keeps
constexpr int checked_bytes = page_size - page_check_bytes;
constexpr std::size_t reserved_place = 20;  // in the file's header: bytes reserved at the end of each page
constexpr char magic[] = "SQLite format 3";

using Page = std::array<unsigned char, page_size>;

// The default VFS's file lies behind it.
struct CheckedFile {
  sqlite3_file base;
  bool has_checks;
  Page page;  // to be written

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  const sqlite3_io_methods& methods() { return *real()->pMethods; }
};

CheckedFile& checked(sqlite3_file* file) {
  return *reinterpret_cast<CheckedFile*>(file);
}

void put_number(unsigned char* place, std::uint32_t number) {
  for (int byte = 0; byte < 4; ++byte) place[byte] = static_cast<unsigned char>(number >> (8 * (3 - byte)));
}

// What belongs at the end of a page: its number, so that a page at another's place is found out, and the CRC.
std::array<unsigned char, page_check_bytes> check_of(const unsigned char* page, sqlite3_int64 offset) {
  std::array<unsigned char, page_check_bytes> check;
  put_number(check.data(), static_cast<std::uint32_t>(offset / page_size + 1));
  const auto crc = crc32(crc32(0, page, checked_bytes), check.data(), 4);
  put_number(check.data() + 4, static_cast<std::uint32_t>(crc));
  return check;
}

// The first page tells whether the pages have checks.
void look_at_header(CheckedFile& file, const void* bytes, int count, sqlite3_int64 offset) {
  if (offset != 0 || count < 100 || std::memcmp(bytes, magic, sizeof magic) != 0) return;
  file.has_checks = static_cast<const unsigned char*>(bytes)[reserved_place] == page_check_bytes;
}

// SQLite takes what a shortened file lacks for zeros; only behind its end that may be so.
bool is_cut_off(CheckedFile& file, sqlite3_int64 offset) {
  sqlite3_int64 size = 0;
  return file.methods().xFileSize(file.real(), &size) != SQLITE_OK || size > offset;
}

int read_checked(sqlite3_file* base, void* bytes, int count, sqlite3_int64 offset) {
  CheckedFile& file = checked(base);
  const int result = file.methods().xRead(file.real(), bytes, count, offset);
  const bool whole_page = count == page_size && file.has_checks;
  if (result == SQLITE_IOERR_SHORT_READ && whole_page && is_cut_off(file, offset)) return SQLITE_IOERR_DATA;
  if (result != SQLITE_OK) return result;
  look_at_header(file, bytes, count, offset);
  if (!file.has_checks || count != page_size) return SQLITE_OK;
  const auto* page = static_cast<const unsigned char*>(bytes);
  const auto check = check_of(page, offset);
  return std::memcmp(check.data(), page + checked_bytes, check.size()) == 0 ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int write_checked(sqlite3_file* base, const void* bytes, int count, sqlite3_int64 offset) {
  CheckedFile& file = checked(base);
  look_at_header(file, bytes, count, offset);
  if (file.has_checks && count == page_size) {
    std::memcpy(file.page.data(), bytes, checked_bytes);
    const auto check = check_of(file.page.data(), offset);
    std::memcpy(file.page.data() + checked_bytes, check.data(), check.size());
    bytes = file.page.data();
  }
  return file.methods().xWrite(file.real(), bytes, count, offset);
}

// The same call of the file behind.
template <auto method, class... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  return (checked(file).methods().*method)(checked(file).real(), arguments...);
}

void pass_barrier_on(sqlite3_file* file) {
  checked(file).methods().xShmBarrier(checked(file).real());
}

using Methods = sqlite3_io_methods;

// Of version 2: with shared memory, which WAL needs, but without mapped reads, which would go past the checks.
constexpr Methods checked_methods = {
    2,
    pass_on<&Methods::xClose>,
    read_checked,
    write_checked,
    pass_on<&Methods::xTruncate, sqlite3_int64>,
    pass_on<&Methods::xSync, int>,
    pass_on<&Methods::xFileSize, sqlite3_int64*>,
    pass_on<&Methods::xLock, int>,
    pass_on<&Methods::xUnlock, int>,
    pass_on<&Methods::xCheckReservedLock, int*>,
    pass_on<&Methods::xFileControl, int, void*>,
    pass_on<&Methods::xSectorSize>,
    pass_on<&Methods::xDeviceCharacteristics>,
    pass_on<&Methods::xShmMap, int, int, int, void volatile**>,
    pass_on<&Methods::xShmLock, int, int, int>,
    pass_barrier_on,
    pass_on<&Methods::xShmUnmap, int>,
    nullptr,
    nullptr,
};

sqlite3_vfs* real_vfs(sqlite3_vfs* vfs) {
  return static_cast<sqlite3_vfs*>(vfs->pAppData);
}

// Only the database itself is checked; logs and journals are the default VFS's files.
int open_checked(sqlite3_vfs* vfs, const char* name, sqlite3_file* base, int flags, int* out_flags) {
  sqlite3_vfs* real = real_vfs(vfs);
  if (!(flags & SQLITE_OPEN_MAIN_DB)) return real->xOpen(real, name, base, flags, out_flags);
  CheckedFile& file = checked(base);
  file.has_checks = false;
  const int result = real->xOpen(real, name, file.real(), flags, out_flags);
  base->pMethods = file.real()->pMethods ? &checked_methods : nullptr;
  return result;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  return real_vfs(vfs)->xDelete(real_vfs(vfs), name, sync_folder);
}

int access_file(sqlite3_vfs* vfs, const char* name, int flags, int* result) {
  return real_vfs(vfs)->xAccess(real_vfs(vfs), name, flags, result);
}

int full_path(sqlite3_vfs* vfs, const char* name, int size, char* path) {
  return real_vfs(vfs)->xFullPathname(real_vfs(vfs), name, size, path);
}

// Registered for the rest of the program's life, at the first call.
sqlite3_vfs registered_vfs() {
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = *real;  // time, randomness and the rest need nothing but their arguments
  vfs.iVersion = 2;
  vfs.zName = "planwerk-checked-pages";
  vfs.pNext = nullptr;
  vfs.pAppData = real;
  vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + real->szOsFile;
  vfs.xOpen = open_checked;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  return vfs;
}

}  // namespace

const char* checked_pages_vfs() {
  static sqlite3_vfs vfs = registered_vfs();
  static const int result = sqlite3_vfs_register(&vfs, 0);
  return result == SQLITE_OK ? vfs.zName : nullptr;
}

void reserve_page_checks(Connection& connection) {
  int wanted = page_check_bytes;
  SQLite::Database& database = connection.database();
  database.check(sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_RESERVE_BYTES, &wanted));
}

void add_page_checks(Connection& connection) {
  connection.execute("VACUUM");
  connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

bool has_page_checks(const std::filesystem::path& path) {
  const SQLite::Header header = SQLite::Database::getHeaderInfo(path.string());
  return header.reservedSpaceBytes == page_check_bytes && header.pageSizeBytes == page_size;
}

}  // namespace planwerk::service
