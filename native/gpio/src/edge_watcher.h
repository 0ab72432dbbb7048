#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "gpio_error.h"
#include "line_request.h"

namespace gpio {

/** Waits in a thread of its own for edges of a request. */
class EdgeWatcher {
 public:
  using OnEdges = std::function<void(std::vector<gpio_v2_line_event>)>;
  /** The lines can no longer be read (an expander was pulled out); nothing more will come. */
  using OnLost = std::function<void(const GpioError&)>;

  /** Both are called from the thread. `lines` must outlive the watcher. Throws GpioError. */
  EdgeWatcher(const SystemCalls& calls, const LineRequest& lines, OnEdges on_edges, OnLost on_lost);
  /** Ends the thread; neither function is called afterwards. */
  ~EdgeWatcher();
  EdgeWatcher(const EdgeWatcher&) = delete;
  EdgeWatcher& operator=(const EdgeWatcher&) = delete;

 private:
  void run();
  void close_pipe() const;
  /** False: asked to end, or lost. */
  bool wait_and_read();

  const SystemCalls& calls_;
  const LineRequest& lines_;
  const OnEdges on_edges_;
  const OnLost on_lost_;
  int wake_read_ = -1;
  int wake_write_ = -1;
  std::thread thread_;
};

}  // namespace gpio
