#pragma once

#include <filesystem>

#include "host/codec/job_codec.hpp"
#include "host/codec/part_stream.hpp"

namespace planwerk {

// A job as a stream of parts (job.proto, JobPart). Read straight into the economy's pooled vectors.
// Both throw BadPart.
Job read_job_parts(const std::filesystem::path& path, const ReadOptions& options, Problems& problems);

// Writes all parts; the hash of all but the trailer, which is the same for equal jobs, is the job's.
// Returns it as 32 raw bytes.
std::string write_job_parts(const Job& job, const PartWriter::Sink& sink);

// What the trailer of a job's stream counts.
PartCounts counts_of(const Economy& economy);

}  // namespace planwerk
