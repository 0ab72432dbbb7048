// The addon over a kernel of the tests' own: the same code but for `gpio::kernel()`, with functions to play what happens on
// the lines.

#include <vector>

#include "../src/addon.h"
#include "fake_kernel.h"
#include "no_threads.h"

namespace gpio {
const SystemCalls& kernel() { return fake::calls(); }
}  // namespace gpio

namespace {

Napi::Value list_pulses(const Napi::CallbackInfo& info) {
  const std::vector<fake::Pulse> pulses = fake::pulses();
  Napi::Array list = Napi::Array::New(info.Env(), pulses.size());
  for (uint32_t at = 0; at < pulses.size(); at += 1) {
    Napi::Object pulse = Napi::Object::New(info.Env());
    pulse.Set("offset", pulses[at].offset);
    pulse.Set("fromUs", static_cast<double>(pulses[at].from_ns) / 1'000);
    pulse.Set("widthUs", static_cast<double>(pulses[at].to_ns - pulses[at].from_ns) / 1'000);
    list.Set(at, pulse);
  }
  return list;
}

Napi::Value list_complaints(const Napi::CallbackInfo& info) {
  const std::vector<std::string> complaints = fake::complaints();
  Napi::Array list = Napi::Array::New(info.Env(), complaints.size());
  for (uint32_t at = 0; at < complaints.size(); at += 1) list.Set(at, complaints[at]);
  return list;
}

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  initialise_gpio(env, exports);
  exports.Set("reset", Napi::Function::New(env, [](const Napi::CallbackInfo&) { fake::reset(); }));
  exports.Set("playEdge", Napi::Function::New(env, [](const Napi::CallbackInfo& call) {
    bool is_lossless = false;
    const uint64_t at_ns = call[2].As<Napi::BigInt>().Uint64Value(&is_lossless);
    const uint32_t offset = call[0].As<Napi::Number>().Uint32Value();
    const bool is_rising = call[1].As<Napi::Boolean>().Value();
    fake::set_input(offset, is_rising);
    fake::play_edge(offset, is_rising, at_ns);
  }));
  exports.Set("withoutThreads", Napi::Function::New(env, [](const Napi::CallbackInfo& call) {
    const NoThreads none;
    call[0].As<Napi::Function>().Call({});
  }));
  exports.Set("isActive", Napi::Function::New(env, [](const Napi::CallbackInfo& call) {
    return Napi::Boolean::New(call.Env(), fake::is_active(call[0].As<Napi::Number>().Uint32Value()));
  }));
  exports.Set("unplug", Napi::Function::New(env, [](const Napi::CallbackInfo&) { fake::unplug(); }));
  exports.Set("refuseRealTime", Napi::Function::New(env, [](const Napi::CallbackInfo& call) {
    fake::refuse_real_time(call[0].As<Napi::Number>().Int32Value());
  }));
  exports.Set("failSet", Napi::Function::New(env, [](const Napi::CallbackInfo& call) {
    fake::fail_ioctl(0xC010B40F, call[0].As<Napi::Number>().Int32Value());
  }));
  exports.Set("pulses", Napi::Function::New(env, list_pulses));
  exports.Set("complaints", Napi::Function::New(env, list_complaints));
  exports.Set("openFiles", Napi::Function::New(env, [](const Napi::CallbackInfo& call) -> Napi::Value {
    return Napi::Number::New(call.Env(), fake::open_files());
  }));
  return exports;
}

}  // namespace

NODE_API_MODULE(gpio_fake, initialise)
