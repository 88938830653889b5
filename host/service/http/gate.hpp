#pragma once

#include <optional>
#include <string>

#include <httplib.h>

namespace planwerk::service {

// What every request passes before it is looked at.

// Headers of every answer: nothing is loaded from elsewhere, nothing is run that is not one of our files, nobody frames
// the page, nobody keeps what was answered.
httplib::Headers safe_headers();

// A report is shown apart from the page: its own scripts run, but it sees neither the page nor the service.
inline constexpr const char* report_policy =
    "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

struct Objection {
  int status = 400;
  std::string text;
};

// Against methods and forms of bodies that nothing here takes; against requests that a foreign page could have made a
// browser send: those that change or tell something need a header that browsers send only for pages of ours
// (Fetch standard, CORS-safelisted request headers), and where there are no tokens the request's `Host` must be an
// address of this machine or `own_host`, not a foreign name that was made to lead here (DNS rebinding).
std::optional<Objection> objection_to(const httplib::Request& request, bool accounts, const std::string& own_host);

}  // namespace planwerk::service
