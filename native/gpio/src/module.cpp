#include "addon.h"

NODE_API_MODULE(gpio, initialise_gpio)
