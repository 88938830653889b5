#pragma once

#include <string>

#include <httplib.h>

#include "host/service/store/job_store.hpp"

namespace planwerk::service {

// What stands behind the question mark of an address. Throw Refused (invalid) naming the field.
JobRequest job_request_of(
    const httplib::Request& request);  // name, priority, time_limit, tolerance, method, previous, labour
JobFilter job_filter_of(const httplib::Request& request);  // states (by commas), name, page, size
std::string language_of(const httplib::Request& request);  // language: "en" where none is named

}  // namespace planwerk::service
