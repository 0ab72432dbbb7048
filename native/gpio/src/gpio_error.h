#pragma once

#include <stdexcept>
#include <string>

namespace gpio {

/** The kernel refused something. `step` says what was tried, `number` is the errno. */
class GpioError : public std::runtime_error {
 public:
  GpioError(const std::string& step, int number) : std::runtime_error(step), number(number) {}

  const int number;
};

}  // namespace gpio
