#pragma once

#include <stdexcept>
#include <string>

namespace planwerk::service {

// What the store cannot do, as an answer to whoever asked; the store stays whole and goes on.
class StoreError : public std::runtime_error {
 public:
  enum class Kind {
    full,      // disk or memory: nothing was changed, try later
    damaged,   // a file or the database is not what was written; the text names it
    io,        // the operating system refused
    fenced,    // a lease that has been replaced tried to write
    conflict,  // the job is not in a state that allows it (a second terminal state, an upload that is complete ...)
    not_found,
    invalid,  // an argument that no store could take: a user's id, a page token
  };
  StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

}  // namespace planwerk::service
