#pragma once

#include "host/service/worker/channel.hpp"
#include "host/service/worker/orders.hpp"
#include "kernels/device.hpp"
#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {

// Plans one assigned job: reads it, solves, writes checkpoints and the plan into the scratch folder, and says how it
// went. Reports progress and checkpoints through the channel while it runs. Does not throw.
v1::Done run_assignment(const v1::Assignment& assignment, Device& device, const Orders& orders, Steps& steps,
                        const Channel& channel);

}  // namespace planwerk::service
