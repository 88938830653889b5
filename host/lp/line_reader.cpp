#include "host/lp/line_reader.hpp"

namespace planwerk {

// Keeps what is left of the block and reads as much again. False at the end of the stream.
bool LineReader::refill() {
  constexpr std::size_t block_size = std::size_t{1} << 16;
  block_.erase(0, begin_);
  begin_ = 0;
  const auto kept = block_.size();
  block_.resize(kept + std::max(block_size, kept));
  stream_.read(block_.data() + kept, static_cast<std::streamsize>(block_.size() - kept));
  block_.resize(kept + static_cast<std::size_t>(stream_.gcount()));
  return block_.size() > kept;
}

std::optional<std::string_view> LineReader::next() {
  std::size_t searched = begin_;
  auto end = block_.find('\n', searched);
  while (end == std::string::npos) {
    searched = block_.size() - begin_;
    if (!refill()) break;
    end = block_.find('\n', searched);
  }
  const bool ended = end != std::string::npos;
  if (!ended && begin_ == block_.size()) return std::nullopt;
  std::string_view line(block_.data() + begin_, (ended ? end : block_.size()) - begin_);
  begin_ += line.size() + (ended ? 1 : 0);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  ++number_;
  return line;
}

}  // namespace planwerk
