#pragma once

#include <filesystem>
#include <string>

#include "host/service/store/job_store.hpp"

namespace planwerk::service::tests {

// SQL on a database file, past the store. Fails the test where SQLite does.
void run_sql(const std::filesystem::path& database, const std::string& sql);

// A store's folder as the first version left it: version_1.sql and the plan that it names.
void make_version_1(const std::filesystem::path& folder);
std::filesystem::path plan_of_version_1(const std::filesystem::path& folder);
void expect_version_1_whole(JobStore& store);

}  // namespace planwerk::service::tests
