#include "tools/planwerk/gzip_files.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace planwerk::cli {
namespace {

constexpr int gzip_window = 15 + 16;  // largest window, gzip header
constexpr int memory_level = 8;       // zlib's default

class PlainOutput : public std::streambuf {
 public:
  explicit PlainOutput(OutputFile& file) : file_(file) {}

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    file_.write({text, static_cast<std::size_t>(size)});
    return size;
  }
  int_type overflow(int_type c) override {
    const char text = traits_type::to_char_type(c);
    file_.write({&text, 1});
    return c;
  }

 private:
  OutputFile& file_;
};

class GzipOutput : public std::streambuf {
 public:
  explicit GzipOutput(OutputFile& file) : file_(file), packed_(1 << 17) {
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~GzipOutput() override { deflateEnd(&stream_); }

  void finish() { pack({}, Z_FINISH); }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    pack({text, static_cast<std::size_t>(size)}, Z_NO_FLUSH);
    return size;
  }
  int_type overflow(int_type c) override {
    const char text = traits_type::to_char_type(c);
    pack({&text, 1}, Z_NO_FLUSH);
    return c;
  }

 private:
  void pack(std::string_view text, int flush) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
    stream_.avail_in = static_cast<uInt>(text.size());
    do {
      stream_.next_out = packed_.data();
      stream_.avail_out = static_cast<uInt>(packed_.size());
      deflate(&stream_, flush);
      file_.write({reinterpret_cast<const char*>(packed_.data()), packed_.size() - stream_.avail_out});
    } while (stream_.avail_out == 0);
  }

  OutputFile& file_;
  std::vector<Bytef> packed_;
  z_stream stream_{};
};

}  // namespace

InputFile::InputFile(const std::filesystem::path& path) {
  errno = 0;
  file_.reset(std::filesystem::is_directory(path) ? nullptr : gzopen(path.c_str(), "rb"));
  if (!file_) throw std::system_error(errno == 0 ? EISDIR : errno, std::generic_category(), path.string());
  gzbuffer(file_.get(), static_cast<unsigned>(block_.size()));
}

InputFile::int_type InputFile::underflow() {
  const int size = gzread(file_.get(), block_.data(), static_cast<unsigned>(block_.size()));
  int fault = Z_OK;
  gzerror(file_.get(), &fault);  // also tells of a file that ends before its packed data do
  if (size < 0 || (fault != Z_OK && fault != Z_STREAM_END)) broken_ = true;
  if (size <= 0) return traits_type::eof();
  setg(block_.data(), block_.data(), block_.data() + size);
  return traits_type::to_int_type(block_.front());
}

void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write) {
  OutputFile file(path);
  if (path.extension() == ".gz") {
    GzipOutput packed(file);
    std::ostream stream(&packed);
    stream.exceptions(std::ios::badbit);
    write(stream);
    packed.finish();
  } else {
    PlainOutput plain(file);
    std::ostream stream(&plain);
    stream.exceptions(std::ios::badbit);
    write(stream);
  }
  file.commit();
}

}  // namespace planwerk::cli
