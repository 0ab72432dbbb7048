{
  "targets": [
    {
      "target_name": "gpio",
      "conditions": [
        [
          "OS=='linux'",
          {
            "sources": [
              "src/addon.cpp",
              "src/edge_watcher.cpp",
              "src/line_request.cpp",
              "src/module.cpp",
              "src/system_calls.cpp",
              "src/wiegand_sender.cpp"
            ],
            "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
            "defines": ["NAPI_VERSION=8", "NODE_ADDON_API_DISABLE_DEPRECATED", "NODE_ADDON_API_CPP_EXCEPTIONS"],
            "cflags_cc": ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-O2", "-fexceptions", "-fvisibility=hidden"],
            "cflags_cc!": ["-fno-exceptions", "-fno-rtti", "-std=gnu++20", "-std=gnu++17"],
            "ldflags": ["-pthread"]
          },
          { "type": "none" }
        ]
      ]
    }
  ]
}
