#include "edge_watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <new>
#include <system_error>
#include <utility>

namespace gpio {

EdgeWatcher::EdgeWatcher(const SystemCalls& calls, const LineRequest& lines, OnEdges on_edges, OnLost on_lost)
    : calls_(calls), lines_(lines), on_edges_(std::move(on_edges)), on_lost_(std::move(on_lost)) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw GpioError("make a pipe", errno);
  wake_read_ = ends[0];
  wake_write_ = ends[1];
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error& error) {
    // No destructor runs for what was not made.
    close_pipe();
    throw GpioError("start a thread", error.code().value());
  }
}

EdgeWatcher::~EdgeWatcher() {
  const char end = 0;
  while (::write(wake_write_, &end, 1) < 0 && errno == EINTR) {
  }
  thread_.join();
  close_pipe();
}

void EdgeWatcher::close_pipe() const {
  ::close(wake_read_);
  ::close(wake_write_);
}

void EdgeWatcher::run() {
  try {
    while (wait_and_read()) {
    }
  } catch (const GpioError& error) {
    on_lost_(error);
  } catch (const std::bad_alloc&) {
    // What leaves a thread ends the program.
    on_lost_(GpioError("keep edges", ENOMEM));
  }
}

bool EdgeWatcher::wait_and_read() {
  pollfd waited[2] = {{lines_.fd(), POLLIN, 0}, {wake_read_, POLLIN, 0}};
  if (calls_.poll(waited, 2, -1) < 0) {
    if (errno == EINTR) return true;
    throw GpioError("wait for edges", errno);
  }
  if (waited[1].revents != 0) return false;
  if ((waited[0].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) throw GpioError("wait for edges", ENODEV);
  if ((waited[0].revents & POLLIN) == 0) return true;
  std::vector<gpio_v2_line_event> events = lines_.read_events();
  if (!events.empty()) on_edges_(std::move(events));
  return true;
}

}  // namespace gpio
