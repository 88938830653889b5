#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/service/store/connection.hpp"
#include "host/service/store/job_record.hpp"
#include "host/service/store/upload_file.hpp"

namespace planwerk::service {

struct JobFilter;
struct JobPage;

// Records of jobs as rows of the database.

std::optional<JobRecord> find_job(Connection& connection, const std::string& id);
std::optional<JobRecord> find_job_of_key(Connection& connection, const std::string& owner, const std::string& key);
std::int64_t count_jobs_under_way(Connection& connection, const std::string& owner);
std::vector<JobRecord> jobs_in_state(Connection& connection, JobState state);  // oldest first
JobPage list_jobs(Connection& connection, const JobFilter& filter);

// Which file a job's record names for what.
enum class FileRole { job, checkpoint, plan };
void put_file(Connection& connection, const JobRecord& job, FileRole role, const StoredFile& file);
void drop_file(Connection& connection, const std::string& job, FileRole role);

std::vector<std::pair<std::string, StoredFile>> named_files(Connection& connection);  // by owner, each once

void put_figures(Connection& connection, const std::string& job, const PlanFigures& figures);
void share_job(Connection& connection, const std::string& job, const std::vector<std::string>& users);

// The parts of an upload that are durable.
ReceivedParts received_parts(Connection& connection, const std::string& job);
void put_received_parts(Connection& connection, const std::string& job, const ReceivedParts& received, UnixMillis now);

}  // namespace planwerk::service
