#pragma once

#include "host/service/store/connection.hpp"

namespace planwerk::service {

// The version that this program writes; in the file's `user_version`. Files are ours by their `application_id`.
inline constexpr int schema_version = 2;

// Throws StoreError (damaged) where SQLite's quick check finds fault.
void demand_sound(Connection& connection);

// Creates the tables, or runs the migrations since the file's version, each in a transaction of its own. Throws
// StoreError: damaged, where the file is somebody else's; conflict, where it is of a later version.
void bring_up_to_date(Connection& connection);

}  // namespace planwerk::service
