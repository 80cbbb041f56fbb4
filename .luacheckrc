-- luacheck lua plugin Tests/nvim
std = "luajit"
globals = { "vim" }
max_line_length = 100
ignore = {
  "212/self", -- a method need not use it
}
