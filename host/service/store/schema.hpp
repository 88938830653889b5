#pragma once

#include "host/service/store/connection.hpp"

namespace planwerk::service {

// The version that this program writes; in the file's `user_version`. Files are ours by their `application_id`.
inline constexpr int schema_version = 2;

// Throws StoreError (damaged) where SQLite's quick check finds fault.
void demand_sound(Connection& connection);

// The file's version, 0 where it is new. Throws StoreError: damaged, where the file is somebody else's; conflict, where
// it is of a later version. Changes nothing.
std::int64_t demand_ours(Connection& connection);

// Creates the tables, or runs the migrations since that version, each in a transaction of its own.
void bring_up_to_date(Connection& connection, std::int64_t version);

}  // namespace planwerk::service
