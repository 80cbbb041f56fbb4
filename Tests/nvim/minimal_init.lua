-- The plugin and nothing else. Used by every spec and by the Neovims that specs start.
local here = debug.getinfo(1, "S").source:sub(2)
local root = vim.fn.fnamemodify(here, ":p:h:h:h")
vim.opt.runtimepath:prepend(root)
vim.opt.swapfile = false
vim.opt.shada = ""
package.path = root .. "/Tests/nvim/?.lua;" .. package.path
