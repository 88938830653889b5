// Read by LeakSanitizer where it runs: c-ares, which gRPC looks up names with, never frees its table of name servers.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcares.so\n";
}
