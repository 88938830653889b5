// Lists of jobs: pages, order, filters.
#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::ElementsAre;
using Kind = StoreError::Kind;

TEST_F(StoreTest, ListsArePagedNewestFirst) {
  std::vector<std::string> submitted;
  for (int k = 0; k < 5; ++k) {
    submitted.insert(submitted.begin(), submit("anna", std::to_string(k)).id);
    submit("berta", std::to_string(k));
  }
  JobFilter filter{.owner = "anna", .page_size = 2};
  const JobPage first = store().list(filter);
  EXPECT_THAT(ids(first.jobs), ElementsAre(submitted[0], submitted[1]));
  submit("anna", "comes in between");
  filter.page_token = first.next_page_token;
  const JobPage second = store().list(filter);
  EXPECT_THAT(ids(second.jobs), ElementsAre(submitted[2], submitted[3]));
  filter.page_token = second.next_page_token;
  const JobPage last = store().list(filter);
  EXPECT_THAT(ids(last.jobs), ElementsAre(submitted[4]));
  EXPECT_EQ(last.next_page_token, "");
  EXPECT_EQ(store().list({}).jobs.size(), 11);
  filter.page_token = "1; DROP TABLE jobs";
  EXPECT_EQ(kind_of_failure([&] { store().list(filter); }), Kind::invalid);
}

TEST_F(StoreTest, ListsAreFilteredByOwnerShareStateAndName) {
  JobRequest bread;
  bread.name = "Bread for 5 % of all";
  const std::string named = store().begin_upload("anna", "bread", bread).job.id;
  const std::string waits = submit("anna", "waits").id;
  const std::string shared = submit("berta", "shared").id;
  store().share(shared, {"anna", "carl"});
  EXPECT_THAT(ids(store().list({.owner = "anna"}).jobs), ElementsAre(shared, waits, named));
  EXPECT_THAT(ids(store().list({.owner = "anna", .states = {JobState::queued}}).jobs), ElementsAre(shared, waits));
  EXPECT_THAT(ids(store().list({.owner = "anna", .name_contains = "bREAD"}).jobs), ElementsAre(named));
  EXPECT_THAT(ids(store().list({.name_contains = "5 %"}).jobs), ElementsAre(named)) << "no pattern, but text";
  EXPECT_THAT(store().find(shared)->shared_with, ElementsAre("anna", "carl"));
  store().share(shared, {});
  EXPECT_THAT(ids(store().list({.owner = "anna"}).jobs), ElementsAre(waits, named));
  EXPECT_THAT(ids(store().queued()), ElementsAre(waits, shared)) << "oldest first";
}

}  // namespace
}  // namespace planwerk::service::tests
