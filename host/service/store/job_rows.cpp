#include "host/service/store/job_rows.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <string_view>

#include "host/service/store/job_store.hpp"

namespace planwerk::service {

namespace {

constexpr const char* job_columns =
    "SELECT id, owner, idempotency_key, name, priority, tolerance, time_limit_s, method, previous_job, "
    "labour_questions, products, recipes, needs, bytes, memory_estimate, state, reason, cancel_requested, attempts, "
    "worker_losses, fence, created, started, finished, status, objective, safe_gap, elapsed_s FROM jobs ";

constexpr std::array<std::string_view, 3> role_names = {"job", "checkpoint", "plan"};

constexpr std::array all_statuses = {Status::optimal,     Status::feasible,      Status::infeasible,
                                     Status::unbounded,   Status::time_limit,    Status::iteration_limit,
                                     Status::interrupted, Status::out_of_memory, Status::numerical_trouble};

StoreError damaged(const std::string& job, const std::string& column) {
  return StoreError(StoreError::Kind::damaged, "store.sqlite: job " + job + " has no valid " + column);
}

Status status_named(const std::string& job, std::string_view name) {
  const auto found =
      std::find_if(all_statuses.begin(), all_statuses.end(), [&](Status status) { return to_string(status) == name; });
  if (found == all_statuses.end()) throw damaged(job, "status");
  return *found;
}

// A row of job_columns.
JobRecord record_of(const Query& row) {
  int column = 0;
  JobRecord job;
  job.id = row.text(column++);
  job.owner = row.text(column++);
  job.idempotency_key = row.text(column++);
  job.request.name = row.text(column++);
  job.request.priority = static_cast<int>(row.integer(column++));
  job.request.tolerance = row.optional_real(column++);
  job.request.time_limit_s = row.optional_real(column++);
  job.request.method = row.text(column++);
  job.request.previous_job = row.text(column++);
  job.request.labour_questions = row.integer(column++) != 0;
  job.size.products = row.integer(column++);
  job.size.recipes = row.integer(column++);
  job.size.needs = row.integer(column++);
  job.size.bytes = row.integer(column++);
  job.size.memory_estimate = row.integer(column++);
  const auto state = job_state_named(row.text(column++));
  if (!state) throw damaged(job.id, "state");
  job.state = *state;
  job.reason = row.text(column++);
  job.cancel_requested = row.integer(column++) != 0;
  job.attempts = static_cast<int>(row.integer(column++));
  job.worker_losses = static_cast<int>(row.integer(column++));
  job.fence = row.integer(column++);
  job.created = row.integer(column++);
  job.started = row.integer(column++);
  job.finished = row.integer(column++);
  if (!row.is_null(column)) {
    job.figures = PlanFigures{status_named(job.id, row.text(column)), row.real(column + 1), row.real(column + 2),
                              row.real(column + 3)};
  }
  return job;
}

// What lies in tables of its own. `which` chooses the jobs, as a condition on jobs with one value.
template <class Value>
void add_files_and_shares(Connection& connection, std::vector<JobRecord>& jobs, const std::string& which,
                          const Value& value) {
  std::map<std::string_view, JobRecord*> by_id;
  for (JobRecord& job : jobs) by_id[job.id] = &job;
  const std::string of_them = " JOIN jobs ON jobs.id = job WHERE " + which;
  Query files(connection, "SELECT job, role, sha256, job_files.bytes FROM job_files" + of_them, value);
  while (files.next()) {
    const std::string role = files.text(1);
    JobRecord& job = *by_id.at(files.text(0));
    auto& place = role == "job" ? job.job : role == "plan" ? job.plan : job.checkpoint;
    place = StoredFile{files.text(2), files.integer(3)};
  }
  Query shares(connection, "SELECT job, user FROM shares" + of_them + " ORDER BY user", value);
  while (shares.next()) by_id.at(shares.text(0))->shared_with.push_back(shares.text(1));
}

// The jobs of such a condition, oldest first.
template <class Value>
std::vector<JobRecord> jobs_where(Connection& connection, const std::string& which, const Value& value) {
  std::vector<JobRecord> jobs;
  {
    Query query(connection, std::string(job_columns) + "WHERE " + which + " ORDER BY number", value);
    while (query.next()) jobs.push_back(record_of(query));
  }
  if (!jobs.empty()) add_files_and_shares(connection, jobs, which, value);
  return jobs;
}

std::optional<JobRecord> only_one(std::vector<JobRecord> jobs) {
  if (jobs.empty()) return std::nullopt;
  return std::move(jobs.front());
}

// A page's token is the number of its last job: jobs that come or go in between move nothing.
std::int64_t number_of(const std::string& token) {
  if (token.empty()) return std::numeric_limits<std::int64_t>::max();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  if (error != std::errc() || end != token.data() + token.size() || number <= 0) {
    throw StoreError(StoreError::Kind::invalid, "page_token: not one that a page before gave");
  }
  return number;
}

std::string listed(const std::vector<JobState>& states) {
  std::string text;
  for (const JobState state : states) text.append(",").append(to_string(state)).append(",");
  return text;
}

}  // namespace

std::optional<JobRecord> find_job(Connection& connection, const std::string& id) {
  return only_one(jobs_where(connection, "jobs.id = ?", id));
}

std::optional<JobRecord> find_job_of_key(Connection& connection, const std::string& owner, const std::string& key) {
  Query query(connection, "SELECT id FROM jobs WHERE owner = ? AND idempotency_key = ?", owner, key);
  if (!query.next()) return std::nullopt;
  return find_job(connection, query.text(0));
}

std::int64_t count_jobs_under_way(Connection& connection, const std::string& owner) {
  Query query(connection, "SELECT count(*) FROM jobs WHERE state IN ('uploading', 'queued', 'running') AND owner = ?",
              owner);
  query.next();
  return query.integer(0);
}

std::vector<JobRecord> jobs_in_state(Connection& connection, JobState state) {
  return jobs_where(connection, "jobs.state = ?", to_string(state));
}

JobPage list_jobs(Connection& connection, const JobFilter& filter) {
  constexpr const char* chosen =
      "AND number < ?2 AND (?3 = '' OR instr(?3, ',' || state || ',')) "
      "AND (?4 = '' OR instr(lower(name), lower(?4)))";
  const std::string all = std::string("SELECT number, id FROM jobs WHERE ?1 = '' ") + chosen;
  const std::string seen = std::string("SELECT number, id FROM jobs WHERE owner = ?1 ") + chosen +
                           " UNION SELECT number, id FROM jobs JOIN shares ON shares.job = jobs.id WHERE user = ?1 " +
                           chosen;
  const int page_size = std::clamp(filter.page_size, 1, 1000);
  JobPage page;
  std::vector<std::pair<std::int64_t, std::string>> found;
  {
    Query query(connection, (filter.owner.empty() ? all : seen) + " ORDER BY number DESC LIMIT ?5", filter.owner,
                number_of(filter.page_token), listed(filter.states), filter.name_contains, page_size + 1);
    while (query.next()) found.emplace_back(query.integer(0), query.text(1));
  }
  if (found.size() > static_cast<std::size_t>(page_size)) {
    found.pop_back();
    page.next_page_token = std::to_string(found.back().first);
  }
  for (const auto& [number, id] : found) page.jobs.push_back(*find_job(connection, id));
  return page;
}

void put_file(Connection& connection, const JobRecord& job, FileRole role, const StoredFile& file) {
  Query(connection, "INSERT OR REPLACE INTO job_files (job, role, owner, sha256, bytes) VALUES (?, ?, ?, ?, ?)", job.id,
        role_names[static_cast<std::size_t>(role)], job.owner, file.sha256, file.bytes)
      .run();
}

void drop_file(Connection& connection, const std::string& job, FileRole role) {
  Query(connection, "DELETE FROM job_files WHERE job = ? AND role = ?", job, role_names[static_cast<std::size_t>(role)])
      .run();
}

std::vector<std::pair<std::string, StoredFile>> named_files(Connection& connection) {
  std::vector<std::pair<std::string, StoredFile>> files;
  Query query(connection, "SELECT DISTINCT owner, sha256, bytes FROM job_files ORDER BY owner, sha256");
  while (query.next()) files.push_back({query.text(0), {query.text(1), query.integer(2)}});
  return files;
}

void put_figures(Connection& connection, const std::string& job, const PlanFigures& figures) {
  Query(connection, "UPDATE jobs SET status = ?, objective = ?, safe_gap = ?, elapsed_s = ? WHERE id = ?",
        to_string(figures.status), figures.objective, figures.safe_gap, figures.elapsed_s, job)
      .run();
}

void share_job(Connection& connection, const std::string& job, const std::vector<std::string>& users) {
  Query(connection, "DELETE FROM shares WHERE job = ?", job).run();
  for (const std::string& user : users) {
    Query(connection, "INSERT OR IGNORE INTO shares (job, user) VALUES (?, ?)", job, user).run();
  }
}

ReceivedParts received_parts(Connection& connection, const std::string& job) {
  Query query(connection, "SELECT parts, received FROM jobs WHERE id = ?", job);
  if (!query.next()) return {};
  return {query.integer(0), query.integer(1)};
}

void put_received_parts(Connection& connection, const std::string& job, const ReceivedParts& received, UnixMillis now) {
  Query(connection, "UPDATE jobs SET parts = ?, received = ?, last_part = ? WHERE id = ? AND state = 'uploading'",
        received.parts, received.bytes, now, job)
      .run();
}

}  // namespace planwerk::service
