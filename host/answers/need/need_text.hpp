#pragma once

#include <optional>
#include <string>

#include "host/answers/need/cover_questions.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {

// Why a need is short, in plain words: how short, what stands in the way, the way there, who would lose, and what it
// would take of people's work where that was asked. Ends with a line feed.
std::string to_text(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                    const std::optional<WholeCover>& whole = std::nullopt);
// The same for one of many answers. glossary: of the economy.
std::string to_text(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                    const std::optional<WholeCover>& whole, const Glossary& glossary);

}  // namespace planwerk
