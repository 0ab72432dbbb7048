#include "addon.h"

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "edge_watcher.h"
#include "gpio_error.h"
#include "line_request.h"
#include "system_calls.h"
#include "wiegand_sender.h"

// What JavaScript sees; its types stand in src/hardware/gpio/addon.ts, which also checks what goes in.

namespace {

using gpio::GpioError;

/** An Error with the step as its message and the number of the system's error as `errno`. */
Napi::Error error_of(Napi::Env env, const GpioError& error) {
  Napi::Error thrown = Napi::Error::New(env, error.what());
  thrown.Set("errno", Napi::Number::New(env, error.number));
  return thrown;
}

/**
 * Does what JavaScript asked for; whatever goes wrong becomes an Error of its own. Anything else that leaves a function which
 * JavaScript called ends the program.
 */
template <typename Act>
auto answered(Napi::Env env, Act&& act) -> decltype(act()) {
  try {
    return act();
  } catch (const Napi::Error&) {
    throw;
  } catch (const GpioError& error) {
    throw error_of(env, error);
  } catch (const std::exception& error) {
    throw Napi::Error::New(env, error.what());
  }
}

std::string text(const Napi::Object& from, const char* name) { return from.Get(name).As<Napi::String>().Utf8Value(); }
bool yes(const Napi::Object& from, const char* name) { return from.Get(name).As<Napi::Boolean>().Value(); }
uint32_t number(const Napi::Object& from, const char* name) { return from.Get(name).As<Napi::Number>().Uint32Value(); }

gpio::Bias bias_of(const std::string& name) {
  if (name == "disabled") return gpio::Bias::kDisabled;
  if (name == "pullUp") return gpio::Bias::kPullUp;
  return name == "pullDown" ? gpio::Bias::kPullDown : gpio::Bias::kAsIs;
}

gpio::Drive drive_of(const std::string& name) {
  if (name == "openDrain") return gpio::Drive::kOpenDrain;
  return name == "openSource" ? gpio::Drive::kOpenSource : gpio::Drive::kPushPull;
}

gpio::LineOptions line_options_of(const Napi::Object& given) {
  gpio::LineOptions options;
  options.chip = text(given, "chip");
  const Napi::Array offsets = given.Get("offsets").As<Napi::Array>();
  for (uint32_t at = 0; at < offsets.Length(); at += 1)
    options.offsets.push_back(offsets.Get(at).As<Napi::Number>().Uint32Value());
  options.consumer = text(given, "consumer");
  options.direction = text(given, "direction") == "output" ? gpio::Direction::kOutput : gpio::Direction::kInput;
  options.is_active_low = yes(given, "isActiveLow");
  options.bias = bias_of(text(given, "bias"));
  options.drive = drive_of(text(given, "drive"));
  options.begins_active = yes(given, "beginsActive");
  const std::string edges = text(given, "edges");
  options.wants_rising = edges == "rising" || edges == "both";
  options.wants_falling = edges == "falling" || edges == "both";
  options.debounce_us = number(given, "debounceUs");
  return options;
}

/**
 * `close()` of what is held. At the end of the environment it is closed too: hooks run last in, first out, so that this one,
 * added behind the functions that threads call, ends the threads before those functions go.
 */
template <typename T>
void add_close(Napi::Env env, Napi::Object& object, const std::shared_ptr<std::unique_ptr<T>>& held) {
  env.AddCleanupHook([held] { held->reset(); });
  object.Set("close", Napi::Function::New(env, [held](const Napi::CallbackInfo&) { held->reset(); }));
}

/** Lines and the thread that waits for their edges. */
struct OpenLines {
  explicit OpenLines(const gpio::LineOptions& options) : lines(gpio::kernel(), options) {}
  ~OpenLines() { stop(); }

  void stop() {
    if (watcher == nullptr) return;
    watcher.reset();
    on_event.Release();
  }

  gpio::LineRequest lines;
  Napi::ThreadSafeFunction on_event;
  std::unique_ptr<gpio::EdgeWatcher> watcher;
};

using Held = std::shared_ptr<std::unique_ptr<OpenLines>>;

Napi::Value edges_of(Napi::Env env, const std::vector<gpio_v2_line_event>& events) {
  Napi::Array edges = Napi::Array::New(env, events.size());
  for (uint32_t at = 0; at < events.size(); at += 1) {
    const gpio_v2_line_event& event = events[at];
    Napi::Object edge = Napi::Object::New(env);
    edge.Set("offset", event.offset);
    edge.Set("isRising", Napi::Boolean::New(env, event.id == GPIO_V2_LINE_EVENT_RISING_EDGE));
    edge.Set("atNs", Napi::BigInt::New(env, static_cast<uint64_t>(event.timestamp_ns)));
    edge.Set("seqno", event.seqno);
    edges.Set(at, edge);
  }
  return edges;
}

/** `on_event(error, edges)`: one of the two is null. */
void watch(Napi::Env env, OpenLines& open, const Napi::Function& on_event) {
  open.on_event = Napi::ThreadSafeFunction::New(env, on_event, "gpio edges", 0, 1);
  // Waiting for edges alone does not keep the program running.
  open.on_event.Unref(env);
  Napi::ThreadSafeFunction teller = open.on_event;
  try {
    open.watcher = std::make_unique<gpio::EdgeWatcher>(
        gpio::kernel(), open.lines,
        [teller](std::vector<gpio_v2_line_event> events) {
          teller.NonBlockingCall([events = std::move(events)](Napi::Env env, Napi::Function tell) {
            if (env != nullptr) tell.Call({env.Null(), edges_of(env, events)});
          });
        },
        [teller](const GpioError& error) {
          teller.NonBlockingCall([error](Napi::Env env, Napi::Function tell) {
            if (env != nullptr) tell.Call({error_of(env, error).Value(), env.Null()});
          });
        });
  } catch (...) {
    // `stop` releases what a watcher uses, and there is none.
    teller.Release();
    throw;
  }
}

OpenLines& still_open(Napi::Env env, const Held& held) {
  if (*held == nullptr) throw Napi::Error::New(env, "the lines are closed");
  return **held;
}

Napi::Value open_lines(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return answered(env, [&]() -> Napi::Value {
    const gpio::LineOptions options = line_options_of(info[0].As<Napi::Object>());
    const Held held = std::make_shared<std::unique_ptr<OpenLines>>(std::make_unique<OpenLines>(options));
    if (options.wants_rising || options.wants_falling) watch(env, **held, info[1].As<Napi::Function>());
    Napi::Object object = Napi::Object::New(env);
    object.Set("values", Napi::Function::New(env, [held](const Napi::CallbackInfo& call) -> Napi::Value {
      return answered(call.Env(), [&]() -> Napi::Value {
        const OpenLines& open = still_open(call.Env(), held);
        const uint64_t values = open.lines.values();
        Napi::Array read = Napi::Array::New(call.Env(), open.lines.count());
        for (uint32_t at = 0; at < open.lines.count(); at += 1)
          read.Set(at, Napi::Boolean::New(call.Env(), ((values >> at) & 1) == 1));
        return read;
      });
    }));
    object.Set("set", Napi::Function::New(env, [held](const Napi::CallbackInfo& call) {
      answered(call.Env(), [&] {
        const uint64_t line = 1ULL << (call[0].As<Napi::Number>().Uint32Value() & 63);
        still_open(call.Env(), held).lines.set(line, call[1].As<Napi::Boolean>().Value() ? line : 0);
      });
    }));
    add_close(env, object, held);
    return object;
  });
}

gpio::WiegandOptions wiegand_options_of(const Napi::Object& given) {
  gpio::WiegandOptions options;
  options.chip = text(given, "chip");
  options.d0 = number(given, "d0");
  options.d1 = number(given, "d1");
  options.consumer = text(given, "consumer");
  options.is_active_low = yes(given, "isActiveLow");
  options.drive = drive_of(text(given, "drive"));
  options.pulse_ns = 1'000LL * number(given, "pulseUs");
  options.spacing_ns = 1'000LL * number(given, "spacingUs");
  return options;
}

Napi::Value outcome_of(Napi::Env env, const gpio::WiegandOutcome& outcome) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("errno", outcome.number);
  object.Set("pulses", outcome.pulses);
  object.Set("longestPulseUs", static_cast<double>(outcome.longest_pulse_ns) / 1'000);
  object.Set("latestUs", static_cast<double>(outcome.latest_ns) / 1'000);
  return object;
}

using HeldSender = std::shared_ptr<std::unique_ptr<gpio::WiegandSender>>;

/** `send(bits, onDone)`: onDone gets the outcome. */
void send_bits(const Napi::CallbackInfo& call, const HeldSender& held) {
  if (*held == nullptr) throw Napi::Error::New(call.Env(), "the lines are closed");
  const Napi::Array given = call[0].As<Napi::Array>();
  std::vector<bool> bits;
  for (uint32_t at = 0; at < given.Length(); at += 1) bits.push_back(given.Get(at).As<Napi::Number>().Uint32Value() == 1);
  Napi::ThreadSafeFunction teller =
      Napi::ThreadSafeFunction::New(call.Env(), call[1].As<Napi::Function>(), "gpio wiegand", 0, 1);
  try {
    (*held)->send(std::move(bits), [teller](const gpio::WiegandOutcome& outcome) mutable {
      const napi_status told = teller.NonBlockingCall([outcome](Napi::Env env, Napi::Function tell) {
        if (env != nullptr) tell.Call({outcome_of(env, outcome)});
      });
      // The environment ends: the function is gone already, and must not be touched.
      if (told != napi_closing) teller.Release();
    });
  } catch (...) {
    teller.Release();
    throw;
  }
}

Napi::Value open_wiegand(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return answered(env, [&]() -> Napi::Value {
    const gpio::WiegandOptions options = wiegand_options_of(info[0].As<Napi::Object>());
    const HeldSender held = std::make_shared<std::unique_ptr<gpio::WiegandSender>>(
        std::make_unique<gpio::WiegandSender>(gpio::kernel(), options));
    Napi::Object object = Napi::Object::New(env);
    object.Set("schedulingErrno", (*held)->scheduling_error());
    object.Set("lockingErrno", (*held)->locking_error());
    object.Set("send", Napi::Function::New(env, [held](const Napi::CallbackInfo& call) {
      answered(call.Env(), [&] { send_bits(call, held); });
    }));
    object.Set("check", Napi::Function::New(env, [held](const Napi::CallbackInfo& call) {
      answered(call.Env(), [&] {
        if (*held == nullptr) throw Napi::Error::New(call.Env(), "the lines are closed");
        (*held)->check();
      });
    }));
    add_close(env, object, held);
    return object;
  });
}

}  // namespace

Napi::Object initialise_gpio(Napi::Env env, Napi::Object exports) {
  exports.Set("openLines", Napi::Function::New(env, open_lines));
  exports.Set("openWiegand", Napi::Function::New(env, open_wiegand));
  return exports;
}
