#pragma once

#include <filesystem>

#include "host/service/store/connection.hpp"

namespace planwerk::service {

// SQLite trusts the disk: a flipped bit in a row is served as if it had been written. So the store's database carries
// a check in the last 8 bytes of each page, which SQLite reserves for that: the page's number and a CRC-32 over all
// before it. A page that is read and does not match is SQLITE_IOERR_DATA. The log (WAL) has checks of its own.
inline constexpr int page_check_bytes = 8;

// The name of a virtual file system of SQLite that writes and compares the checks, over the default one.
const char* checked_pages_vfs();

// Makes a database that is still empty one with checks. Throws SQLite::Exception, as the two below.
void reserve_page_checks(Connection& connection);
// Rewrites a database that has none; to be called after reserve_page_checks.
void add_page_checks(Connection& connection);
bool has_page_checks(const std::filesystem::path& path);

}  // namespace planwerk::service
