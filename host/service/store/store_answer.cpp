#include "host/service/store/store_answer.hpp"

#include <cerrno>
#include <new>
#include <string>
#include <system_error>

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include "host/service/store/store_error.hpp"

namespace planwerk::service {

namespace {

using Kind = StoreError::Kind;

Kind kind_of_sqlite(const SQLite::Exception& error) {
  if (error.getExtendedErrorCode() == SQLITE_IOERR_NOMEM) return Kind::full;
  if (error.getExtendedErrorCode() == SQLITE_IOERR_DATA) return Kind::damaged;
  switch (error.getErrorCode()) {
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return Kind::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return Kind::damaged;
    default:
      return Kind::io;
  }
}

Kind kind_of_system(const std::error_code& code) {
  const bool full = code.value() == ENOSPC || code.value() == EDQUOT || code.value() == ENOMEM;
  return full ? Kind::full : Kind::io;
}

}  // namespace

void rethrow_as_store_error() {
  try {
    throw;
  } catch (const SQLite::Exception& error) {
    throw StoreError(kind_of_sqlite(error), std::string("store.sqlite: ") + error.what());
  } catch (const std::system_error& error) {
    throw StoreError(kind_of_system(error.code()), error.what());
  } catch (const std::bad_alloc&) {
    throw StoreError(Kind::full, "there is no memory left");
  }
}

}  // namespace planwerk::service
