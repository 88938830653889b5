#pragma once

#include <string>
#include <string_view>

namespace planwerk::service {

// From the operating system's random numbers: nobody guesses them. Throws std::system_error.

// A job's id: 26 characters of base 32, 130 bits; lower case, without those that are mistaken for one another.
std::string random_id();
bool is_id(std::string_view text);

// 43 characters of base64url, 256 bits.
std::string random_secret();

// 1 to 64 of a-z, 0-9, '-', '_': what may name a user, and a folder.
bool is_user_id(std::string_view text);

}  // namespace planwerk::service
