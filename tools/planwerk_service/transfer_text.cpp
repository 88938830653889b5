#include "tools/planwerk_service/transfer_text.hpp"

#include <algorithm>

namespace planwerk::cli {

void TransferText::show(std::int64_t bytes) {
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(200);
  const double seconds = std::max(1e-3, std::chrono::duration<double>(now - begin_).count());
  const double share = static_cast<double>(bytes) / static_cast<double>(std::max<std::int64_t>(1, bytes_in_all_));
  console_.show_line(
      fmt::format("{}  {:.0f} %  {:.0f} MB/s", verb_, 100 * share, static_cast<double>(bytes) / 1e6 / seconds));
}

}  // namespace planwerk::cli
