--- `:Chatmd` and its subcommands: what each is called, takes, and runs. What they do stands in
--- modules of their own, which are loaded by the first use.
local notify = require("chatmd.notify")

local M = {}

---@class chatmd.Subcommand
---@field name string
---@field argument? string as the help shows it: `[place]`, `{file}`
---@field run fun(argument: string)
---@field complete? fun(lead: string): string[]
---@field anywhere? boolean whether it has nothing to do with the buffer that it is run in

---@return integer
local function this_buffer()
  return vim.api.nvim_get_current_buf()
end

local function help()
  local ok, problem = pcall(vim.cmd, "help chatmd.txt")
  if not ok and problem:find("E149:", 1, true) then
    notify.error("the help has no tags yet. Run `:helptags ALL`")
  elseif not ok then
    notify.error(problem:match("E%d+: .*") or problem)
  end
end

--- In the order of the help.
---@type chatmd.Subcommand[]
M.list = {
  { name = "send", run = function() require("chatmd.session").start(this_buffer()) end },
  { name = "stop", run = function() require("chatmd.session").stop(this_buffer()) end },
  { name = "continue", run = function() require("chatmd.turn").continue(this_buffer()) end },
  { name = "regenerate", run = function() require("chatmd.turn").regenerate(this_buffer()) end },
  { name = "discard", run = function() require("chatmd.turn").discard(this_buffer()) end },
  {
    name = "new",
    argument = "[place]",
    run = function(place) require("chatmd.new").open(place) end,
    complete = function(lead) return require("chatmd.new").complete(lead) end,
    anywhere = true,
  },
  {
    name = "model",
    argument = "[name]",
    run = function(name) require("chatmd.model").set(this_buffer(), name) end,
    complete = function(lead) return require("chatmd.model").complete(lead) end,
  },
  {
    name = "preset",
    argument = "[name]",
    run = function(name) require("chatmd.preset").set(this_buffer(), name) end,
    complete = function(lead) return require("chatmd.preset").complete(lead) end,
  },
  { name = "fork", run = function() require("chatmd.fork").open(this_buffer()) end },
  {
    name = "attach",
    argument = "{file}",
    run = function(file) require("chatmd.attach").insert(this_buffer(), file) end,
    complete = function(lead) return require("chatmd.attach").complete(lead) end,
  },
  { name = "tokens", run = function() require("chatmd.tokens").show(this_buffer()) end },
  { name = "status", run = function() require("chatmd.status").show(this_buffer()) end },
  {
    name = "log",
    run = function() require("chatmd.log").open(this_buffer()) end,
    anywhere = true,
  },
  { name = "check", run = function() require("chatmd.check").run(this_buffer()) end },
  { name = "help", run = function() help() end, anywhere = true },
}

---@param name string
---@return chatmd.Subcommand|nil
local function find(name)
  for _, subcommand in ipairs(M.list) do
    if subcommand.name == name then
      return subcommand
    end
  end
end

---@param lead string
---@return string[]
local function names(lead)
  local found = {}
  for _, subcommand in ipairs(M.list) do
    if vim.startswith(subcommand.name, lead) then
      found[#found + 1] = subcommand.name
    end
  end
  return found
end

--- Runs what `:Chatmd …` says; without a word it sends.
---@param command { args: string }
function M.run(command)
  local name, argument = command.args:match("^(%S*)%s*(.-)%s*$")
  local subcommand = find(name == "" and "send" or name)
  if not subcommand then
    notify.error(("there is no :Chatmd %s (there are: %s)"):format(
      name, table.concat(names(""), ", ")
    ))
  elseif argument ~= "" and not subcommand.argument then
    notify.error((":Chatmd %s takes nothing more"):format(name))
  elseif argument == "" and subcommand.argument and subcommand.argument:find("^{") then
    notify.error((":Chatmd %s %s"):format(name, subcommand.argument))
  elseif vim.fn.getcmdwintype() ~= "" then
    -- What stands there is the user's history, and no other window can be opened.
    notify.error("not in the command-line window; CTRL-C twice leaves it")
  else
    if not subcommand.anywhere then
      require("chatmd.chat").enable(this_buffer())
    end
    subcommand.run(argument)
  end
end

---@param lead string the word that is being typed
---@param line string all of the command line
---@return string[]
function M.complete(lead, line)
  local before = line:match("Chatmd!?%s+(.*)$") or ""
  local name, rest = before:match("^(%S+)%s+(.*)$")
  if not name then
    return names(lead)
  end
  local subcommand = find(name)
  return subcommand and subcommand.complete and subcommand.complete(rest) or {}
end

return M
