#pragma once

#include <napi.h>

/** Puts the addon's functions on `exports`. */
Napi::Object initialise_gpio(Napi::Env env, Napi::Object exports);
