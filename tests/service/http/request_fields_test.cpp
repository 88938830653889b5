#include "host/service/http/request_fields.hpp"

#include <gtest/gtest.h>

#include "host/service/planner/planner.hpp"

namespace planwerk::service {
namespace {

httplib::Request with(const httplib::Params& params) {
  httplib::Request request;
  request.params = params;
  return request;
}

// The field that was named as wrong.
template <class Read>
std::string fault_of(const Read& read, const httplib::Params& params) {
  try {
    read(with(params));
  } catch (const Refused& refused) {
    EXPECT_EQ(refused.why(), Refusal::invalid);
    return refused.problems().kept().at(0).path + "=" + refused.problems().kept().at(0).value;
  }
  return "";
}

TEST(RequestFields, OfASubmission) {
  const JobRequest wanted = job_request_of(with({{"name", "Valley"},
                                                 {"priority", "-3"},
                                                 {"time_limit", "1.5"},
                                                 {"tolerance", "1e-6"},
                                                 {"previous", "abc"},
                                                 {"labour", "1"}}));
  EXPECT_EQ(wanted.name, "Valley");
  EXPECT_EQ(wanted.priority, -3);
  EXPECT_EQ(wanted.time_limit_s, 1.5);
  EXPECT_EQ(wanted.tolerance, 1e-6);
  EXPECT_EQ(wanted.previous_job, "abc");
  EXPECT_TRUE(wanted.labour_questions);

  const JobRequest nothing = job_request_of(with({{"tolerance", ""}}));
  EXPECT_FALSE(nothing.tolerance || nothing.time_limit_s || nothing.labour_questions);

  EXPECT_EQ(fault_of(job_request_of, {{"priority", "high"}}), "priority=high");
  EXPECT_EQ(fault_of(job_request_of, {{"priority", "1.5"}}), "priority=1.5");
  EXPECT_EQ(fault_of(job_request_of, {{"tolerance", "1e-6x"}}), "tolerance=1e-6x");
  EXPECT_EQ(fault_of(job_request_of, {{"time_limit", "99999999999e9999"}}), "time_limit=99999999999e9999");
}

TEST(RequestFields, OfAList) {
  const JobFilter filter = job_filter_of(with({{"states", "queued,running"}, {"name", "val"}, {"size", "7"}}));
  EXPECT_EQ(filter.states, (std::vector<JobState>{JobState::queued, JobState::running}));
  EXPECT_EQ(filter.name_contains, "val");
  EXPECT_EQ(filter.page_size, 7);
  EXPECT_TRUE(job_filter_of(with({})).states.empty());
  EXPECT_EQ(fault_of(job_filter_of, {{"states", "queued,lost"}}), "states=lost");
  EXPECT_EQ(fault_of(job_filter_of, {{"size", "0"}}), "size=0");
  EXPECT_EQ(fault_of(job_filter_of, {{"size", "1001"}}), "size=1001");
}

TEST(RequestFields, Languages) {
  EXPECT_EQ(language_of(with({})), "en");
  EXPECT_EQ(language_of(with({{"language", "de"}})), "de");
  EXPECT_EQ(fault_of(language_of, {{"language", "../etc"}}), "language=../etc");
}

}  // namespace
}  // namespace planwerk::service
