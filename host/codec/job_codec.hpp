#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// The form of a file, by its name: .textproto (.txtpb), .json, .pb: one message; .pbs: a stream of parts.
enum class FileForm { text, json, binary, parts };
std::optional<FileForm> form_of(const std::filesystem::path& path);

struct ReadOptions {
  std::function<void(std::uint64_t bytes_read, std::uint64_t bytes_in_all)> on_progress;
};

// Reads and resolves a job: syntax (line and column, or offset of the part), unknown fields, ids and units, and
// validate(). The value is present if and only if there is no error; warnings may come with it.
Outcome<Job> read_job(const std::filesystem::path& path, const ReadOptions& options = {});
// A file whose name does not say its form.
Outcome<Job> read_job_as(FileForm form, const std::filesystem::path& path, const ReadOptions& options = {});

// Writes in the form the name asks for: to a temporary name beside it, synced, renamed. Problems: what went wrong.
Problems write_job(const Job& job, const std::filesystem::path& path);

// SHA-256 over a job's canonical form, the same for every file form, as lower-case hexadecimal.
std::string job_sha256(const Job& job);

}  // namespace planwerk
