#include "tests/service/grpc/request_fuzz.hpp"

#include <array>

#include <google/protobuf/stubs/logging.h>

#include "host/codec/job_codec.hpp"
#include "host/service/grpc/messages.hpp"
#include "host/service/grpc/plan_parts_source.hpp"
#include "host/service/grpc/rpc_status.hpp"
#include "host/service/planner/job_parts_of.hpp"
#include "host/service/planner/request_check.hpp"

namespace planwerk::service::tests {
namespace {

constexpr std::int64_t between_tidyings = 500;

// SplitMix64: Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : next() % limit; }

 private:
  std::uint64_t state_;
};

const std::string& bakery_message() {
  static const std::string bytes = [] {
    v1::SubmitJobRequest message;
    v1::Economy& economy = *message.mutable_job()->mutable_economy();
    economy.set_name("a");
    for (const char* id : {"bread", "flour"}) {
      auto& product = *economy.add_products();
      product.set_id(id);
      product.set_unit("kg");
    }
    auto& recipe = *economy.add_recipes();
    recipe.set_id("bake");
    recipe.add_inputs()->set_product("flour");
    recipe.mutable_inputs(0)->set_amount(0.7);
    recipe.add_outputs()->set_product("bread");
    recipe.mutable_outputs(0)->set_amount(1);
    return message.SerializeAsString();
  }();
  return bytes;
}

const std::vector<std::string>& job_parts() {
  static const std::vector<std::string> parts = [] {
    std::vector<std::string> list;
    const Outcome<Job> job = planwerk::read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto");
    for_each_part(*job.value, [&](std::string_view part) { list.emplace_back(part); });
    return list;
  }();
  return parts;
}

template <class Message>
std::string with_id(Message message, const std::string& id) {
  message.set_id(id);
  return message.SerializeAsString();
}

// Well-formed requests, of which mutations are near enough to pass the parser often.
std::string seed_request(int method, Random& random, const std::string& job) {
  const std::string id = random.below(8) == 0 ? "../" + job : job;
  switch (method) {
    case 0:
      return bakery_message();
    case 1: {
      v1::SubmitJobRequest message;
      message.mutable_start()->set_idempotency_key("key " + std::to_string(random.below(20)));
      message.mutable_start()->mutable_request()->set_name("name");
      message.mutable_start()->mutable_request()->mutable_settings()->set_tolerance(1e-3);
      message.mutable_start()->mutable_request()->set_previous_job(id);
      return message.SerializeAsString();
    }
    case 2: {
      v1::SubmitJobRequest message;
      message.mutable_part()->set_index(static_cast<std::int64_t>(random.below(3)));
      message.mutable_part()->set_part(job_parts()[random.below(job_parts().size())]);
      return message.SerializeAsString();
    }
    case 3:
      return with_id(v1::GetJobRequest(), id);
    case 4: {
      v1::ListJobsRequest message;
      message.set_page_size(static_cast<int>(random.below(2000)));
      message.add_states(v1::QUEUED);
      message.set_name_contains("a%_'");
      return message.SerializeAsString();
    }
    case 5:
      return with_id(v1::CancelJobRequest(), id);
    case 6: {
      v1::ShareJobRequest message;
      message.add_users("bert");
      return with_id(message, id);
    }
    case 7: {
      v1::SubmitChangesRequest message;
      message.set_base_job(id);
      message.set_idempotency_key("changed");
      message.mutable_changes()->add_needs()->set_id("bread");
      message.mutable_changes()->mutable_needs(0)->set_weight(2);
      message.mutable_changes()->add_stocks()->set_product("flour");
      return message.SerializeAsString();
    }
    case 8: {
      v1::ExplainNeedRequest message;
      message.set_need("bread");
      return with_id(message, id);
    }
    default:
      return job_parts()[random.below(job_parts().size())];
  }
}

// Bits flipped, bytes changed, pieces cut out, doubled and filled in.
void mutate(std::string& bytes, Random& random) {
  constexpr std::array<char, 8> notable{'\0', '\x7f', '\xff', '\x80', '\x0a', '\x0b', '\x12', '\x08'};
  for (std::size_t left = random.below(6); left > 0; --left) {
    const std::size_t at = random.below(bytes.size());
    switch (bytes.empty() ? 4 : random.below(6)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
        break;
      case 1:
        bytes[at] = notable[random.below(notable.size())];
        break;
      case 2:
        bytes.erase(at, 1 + random.below(16));
        break;
      case 3:
        bytes.insert(at, bytes.substr(random.below(bytes.size()), random.below(64)));
        break;
      case 4:
        bytes.insert(at, random.below(40), notable[random.below(notable.size())]);
        break;
      default:
        bytes.resize(at);
    }
  }
}

SupervisorSettings one_slot() {
  SupervisorSettings settings;
  settings.slots = {Slot{"cpu", 1, std::int64_t{1} << 30}};
  return settings;
}

}  // namespace

RequestFuzz::RequestFuzz(const std::filesystem::path& folder)
    : store_(StoreSettings{folder, {}}, real_file_system()),
      supervisor_(store_, events_, one_slot()),
      planner_(store_, supervisor_, events_, {}),
      access_(store_.accounts(), true) {
  for (Caller* caller : {&anna_, &bert_}) {
    caller->user.id = caller == &anna_ ? "anna" : "bert";
    caller->via = "fuzz";
    store_.accounts().put_user(caller->user);
  }
  tidy();
}

// Everything that accumulated goes, and a fresh job is there to be asked about.
void RequestFuzz::tidy() {
  for (const Caller& caller : {anna_, bert_}) {
    for (const JobRecord& job : planner_.list(caller, {}).jobs) {
      if (job.owner != caller.user.id) continue;
      if (job.state == JobState::queued) planner_.cancel(caller, job.id);
      planner_.remove(caller, job.id);
    }
  }
  Problems warnings;
  job_ = planner_
             .submit_job(anna_, "base", {}, planwerk::read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto"),
                         warnings)
             .id;
}

bool RequestFuzz::run(std::uint64_t seed) {
  constexpr int methods = 10;
  if (++runs_ % between_tidyings == 0) tidy();
  Random random(seed);
  const int method = static_cast<int>(random.below(methods));
  std::string bytes = seed_request(method, random, job_);
  mutate(bytes, random);
  bool parsed = false;
  const grpc::Status status = status_after([&] { handle(method, bytes, parsed); });
  if (status.error_code() == grpc::StatusCode::INTERNAL) throw std::runtime_error("seed " + std::to_string(seed));
  if (parsed) ++(status.ok() ? answered_ : refused_);
  return parsed;
}

template <class Message, class Handle>
void RequestFuzz::parse(const std::string& bytes, bool& parsed, const Handle& handle) {
  const google::protobuf::LogSilencer silence;
  Message message;
  parsed = message.ParseFromString(bytes);
  if (parsed) handle(message);
}

void RequestFuzz::handle(int method, const std::string& bytes, bool& parsed) {
  const auto submission = [&](const v1::SubmitJobRequest& message) {
    Problems warnings;
    if (message.has_start()) {
      planner_.begin_upload(anna_, message.start().idempotency_key(), from_message(message.start().request()));
    } else if (message.has_part()) {
      const UploadStatus upload = planner_.begin_upload(anna_, "parts", {});
      planner_.append_part(anna_, upload.job.id, message.part().index(), message.part().part());
    } else if (message.has_finish()) {
      const UploadStatus upload = planner_.begin_upload(anna_, "parts", {});
      planner_.complete_upload(anna_, upload.job.id, warnings);
    } else if (message.has_job()) {
      faults_of(planner_.validate_job(anna_, read_job(message.job())).problems);
    }
  };
  switch (method) {
    case 0:
    case 1:
    case 2:
      return parse<v1::SubmitJobRequest>(bytes, parsed, submission);
    case 3:
      return parse<v1::GetJobRequest>(bytes, parsed,
                                      [&](const auto& message) { to_message(planner_.get(bert_, message.id())); });
    case 4:
      return parse<v1::ListJobsRequest>(bytes, parsed, [&](const auto& message) {
        Problems problems;
        const JobFilter filter = from_message(message, problems);
        demand(problems);
        for (const JobRecord& job : planner_.list(anna_, filter).jobs) to_message(job);
      });
    case 5:
      return parse<v1::CancelJobRequest>(bytes, parsed,
                                         [&](const auto& message) { planner_.cancel(bert_, message.id()); });
    case 6:
      return parse<v1::ShareJobRequest>(bytes, parsed, [&](const auto& message) {
        planner_.share(anna_, message.id(), {message.users().begin(), message.users().end()});
      });
    case 7:
      return parse<v1::SubmitChangesRequest>(bytes, parsed, [&](const auto& message) {
        Problems warnings;
        planner_.submit_changes(anna_, message.idempotency_key(), from_message(message.request()), message.base_job(),
                                message.changes().SerializeAsString(), warnings);
      });
    case 8:
      return parse<v1::ExplainNeedRequest>(bytes, parsed, [&](const auto& message) {
        const std::atomic<bool> never = false;
        planner_.explain_need(anna_, message.id(), {message.need(), message.exact(), message.labour()}, never);
      });
    default:
      parsed = true;
      access_.authenticate(bytes, "", "fuzz");
  }
}

}  // namespace planwerk::service::tests
