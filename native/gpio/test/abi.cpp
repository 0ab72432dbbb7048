// Compiled for every kind of machine; where it cannot be run, the compiler itself holds the places of the fields against the
// kernel's documentation.

#include <linux/gpio.h>
#include <stddef.h>

static_assert(sizeof(gpio_v2_line_request) == 592);
static_assert(sizeof(gpio_v2_line_config) == 272);
static_assert(sizeof(gpio_v2_line_config_attribute) == 24);
static_assert(sizeof(gpio_v2_line_values) == 16);
static_assert(sizeof(gpio_v2_line_event) == 48);
static_assert(offsetof(gpio_v2_line_request, consumer) == 256);
static_assert(offsetof(gpio_v2_line_request, config) == 288);
static_assert(offsetof(gpio_v2_line_request, num_lines) == 560);
static_assert(offsetof(gpio_v2_line_request, event_buffer_size) == 564);
static_assert(offsetof(gpio_v2_line_request, fd) == 588);
static_assert(offsetof(gpio_v2_line_config, num_attrs) == 8);
static_assert(offsetof(gpio_v2_line_config, attrs) == 32);
static_assert(offsetof(gpio_v2_line_config_attribute, mask) == 16);
static_assert(offsetof(gpio_v2_line_attribute, debounce_period_us) == 8);
static_assert(offsetof(gpio_v2_line_event, id) == 8);
static_assert(offsetof(gpio_v2_line_event, offset) == 12);
static_assert(offsetof(gpio_v2_line_event, seqno) == 16);
static_assert(GPIO_V2_GET_LINE_IOCTL == 0xC250B407);
static_assert(GPIO_V2_LINE_GET_VALUES_IOCTL == 0xC010B40E);
static_assert(GPIO_V2_LINE_SET_VALUES_IOCTL == 0xC010B40F);
