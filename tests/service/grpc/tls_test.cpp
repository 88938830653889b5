#include <gtest/gtest.h>

#include "tests/service/grpc/certificates.hpp"
#include "tests/service/grpc/grpc_fixture.hpp"

// The lines on TLS in the table of docs/security.md.

namespace planwerk::service {
namespace {

using grpc::StatusCode;
using tests::Authority;
using tests::Certified;
using tests::GrpcTest;

class Tls : public GrpcTest {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    planwerk::tests::write_bytes(folder_ / name, text);
    return folder_ / name;
  }
  void serve_tls(const Certified& own, const std::string& client_ca = "") {
    serve([&](ServiceSettings& settings) {
      settings.tls.certificate = file("own.pem", own.certificate);
      settings.tls.key = file("own.key", own.key);
      if (!client_ca.empty()) settings.tls.client_ca = file("clients.pem", client_ca);
      settings.accounts = true;
    });
  }
  static std::shared_ptr<grpc::ChannelCredentials> trusting(const Authority& authority, const Certified& own = {}) {
    return grpc::SslCredentials({authority.certificate(), own.key, own.certificate});
  }
};

TEST_F(Tls, LetsInOnlyWhoTrustsTheAuthority) {
  const Authority authority("planwerk test"), stranger("stranger");
  serve_tls(authority.certify("service", 1));
  const std::string token = token_of("anna");
  EXPECT_EQ(get(*stub(trusting(authority)), "x", token).error_code(), StatusCode::NOT_FOUND);
  EXPECT_EQ(get(*stub(trusting(authority)), "x").error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(get(*stub(trusting(stranger)), "x", token).error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(get(*stub(), "x", token).error_code(), StatusCode::UNAVAILABLE);  // without TLS
}

TEST_F(Tls, AnExpiredCertificateOfTheServiceIsNotTrusted) {
  const Authority authority("planwerk test");
  serve_tls(authority.certify("service", -1));
  EXPECT_EQ(get(*stub(trusting(authority)), "x", token_of("anna")).error_code(), StatusCode::UNAVAILABLE);
}

TEST_F(Tls, OfBothSidesTurnsAwayWhoHasNoGoodCertificate) {
  const Authority authority("planwerk test"), stranger("stranger");
  serve_tls(authority.certify("service", 1), authority.certificate());
  const std::string token = token_of("anna");
  const auto code = [&](const Certified& own, const std::string& sent) {
    return get(*stub(trusting(authority, own)), "x", sent).error_code();
  };
  EXPECT_EQ(code(authority.certify("anybody", 1), token), StatusCode::NOT_FOUND);
  EXPECT_EQ(code(authority.certify("anna", 1), ""), StatusCode::NOT_FOUND);  // the certificate says who it is
  EXPECT_EQ(code(authority.certify("nobody", 1), ""), StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(code({}, token), StatusCode::UNAVAILABLE);
  EXPECT_EQ(code(authority.certify("anna", -1), token), StatusCode::UNAVAILABLE);
  EXPECT_EQ(code(stranger.certify("anna", 1), token), StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace planwerk::service
