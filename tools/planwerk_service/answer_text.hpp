#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "planwerk/v1/plan.pb.h"

namespace planwerk::cli {

// Why a need is short, as the service says it: by ids, for whoever asks need not have the economy. Ends with a newline.
std::string to_text(const v1::NeedAnswer& answer);
// The message's own names, numbers that are none as null.
nlohmann::ordered_json to_json(const v1::NeedAnswer& answer);

}  // namespace planwerk::cli
