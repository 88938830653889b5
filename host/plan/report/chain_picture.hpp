#pragma once

#include "host/plan/report/language.hpp"
#include "host/plan/report/picture.hpp"
#include "host/plan/report/supply_chain.hpp"

namespace planwerk {

// The chain as flows from left to right, as wide as what they are worth, with the need at the right. What is too small
// to be shown is a grey stub with its share; links that close loops are dashed and run below. The chain is not empty.
Picture chain_picture(const SupplyChain& chain, const Language& language = Language::english());

// A node in words, and what kind of thing it is.
std::string name_in_words(const ChainNode& node, const Language& language);
Phrase kind_in_words(PricedThing::Kind kind);

}  // namespace planwerk
