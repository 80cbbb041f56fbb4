--- Lets the user choose, and goes on whatever they do.
local notify = require("chatmd.notify")

--- Like vim.ui.select, but CTRL-C, which the one that Neovim brings ends by with an error, is to
--- choose nothing, and so is an error of one that another plugin brings. Calls back once.
---@param items any[]
---@param options table
---@param on_choice fun(choice: any|nil)
return function(items, options, on_choice)
  local is_over = false
  local function choose(choice)
    if not is_over then
      is_over = true
      on_choice(choice)
    end
  end
  local ok, problem = pcall(vim.ui.select, items, options, choose)
  if ok then
    return
  elseif is_over then
    error(problem, 0)
  end
  problem = tostring(problem)
  if not problem:find("Keyboard interrupt", 1, true) then
    notify.error(("the choice could not be shown (%s)"):format(problem:match("[^\n]*")))
  end
  choose(nil)
end
