--- The binary as a job: finds it, starts it, talks to it.
local config = require("chatmd.config")
local intake = require("chatmd.intake")

local M = {}

-- A binary that has not ended this long after a cancel hangs.
local CANCEL_MS = 2000
local STDERR_BYTES = 1000

---@class chatmd.Handlers
---@field on_event fun(event: chatmd.Event)
---@field on_invalid fun(line: string) a line that is no event
---@field on_exit fun(code: integer, stderr: string) the last call; stderr: its end

---@class chatmd.Client
---@field private job integer
---@field private running boolean
local Client = {}
Client.__index = Client

---@return string
local function plugin_root()
  local this_file = debug.getinfo(1, "S").source:sub(2)
  return vim.fn.fnamemodify(vim.fn.resolve(vim.fn.fnamemodify(this_file, ":p")), ":h:h:h")
end

--- Where the binary is looked for, best first.
---@return string[]
function M.places()
  local configured = config.get().binary
  if configured then
    return { vim.fn.expand(configured) }
  end
  local root = plugin_root()
  return { root .. "/.build/release/chatmd", root .. "/bin/chatmd", "chatmd" }
end

--- Finds the binary.
---@return string|nil path
---@return string|nil problem one sentence with the cure
function M.binary()
  local places = M.places()
  for _, place in ipairs(places) do
    if vim.fn.executable(place) == 1 then
      return vim.fn.exepath(place)
    end
  end
  if config.get().binary then
    return nil, ("the option `binary` names no program: %s"):format(places[1])
  end
  return nil, "its program was not found. Run `make build` in " .. plugin_root()
    .. ", put chatmd on PATH, or set the option `binary`"
end

--- Runs a program to its end.
---@param command string[]
---@param milliseconds integer the most it may take
---@return string|nil output its standard output; nil where it did not start or took too long
---@return integer|nil code
function M.run(command, milliseconds)
  local output, code
  local ok, job = pcall(vim.fn.jobstart, command, {
    stdout_buffered = true,
    -- Called once, at the end of the output: before or after the other one.
    on_stdout = function(_, data)
      output = table.concat(data, "\n")
    end,
    on_exit = function(_, exit_code)
      code = exit_code
    end,
  })
  if not ok or job <= 0 then
    return nil
  end
  vim.fn.chanclose(job, "stdin")
  if not vim.wait(milliseconds, function() return output and code end, 10) then
    vim.fn.jobstop(job)
    return nil
  end
  return output, code
end

--- Starts the binary on one request.
---@param request table<string, any> the first line of its input
---@param handlers chatmd.Handlers
---@return chatmd.Client|nil
---@return string|nil problem
function M.start(request, handlers)
  local binary, problem = M.binary()
  if not binary then
    return nil, problem
  end

  local self = setmetatable({ running = true }, Client)
  local stderr = ""

  local output = intake.new(function(events, invalid)
    for _, event in ipairs(events) do
      handlers.on_event(event)
    end
    for _, line in ipairs(invalid) do
      handlers.on_invalid(line)
    end
  end)

  local ok, job = pcall(vim.fn.jobstart, { binary, "complete", "--rpc" }, {
    on_stdout = function(_, data)
      output:feed(data)
    end,
    on_stderr = function(_, data)
      stderr = (stderr .. table.concat(data, "\n")):sub(-STDERR_BYTES)
    end,
    on_exit = function(_, code)
      self.running = false
      output:finish(function() handlers.on_exit(code, vim.trim(stderr)) end)
    end,
  })
  if not ok or job <= 0 then
    return nil, ("%s could not be started"):format(binary)
  end
  self.job = job
  self:send(request)
  return self
end

--- Sends one line. Where the binary has already gone, nothing: its exit is being reported.
---@param message table<string, any>
function Client:send(message)
  pcall(vim.fn.chansend, self.job, vim.json.encode(message) .. "\n")
end

--- Says whether a call may run.
---@param call string its id
---@param allow boolean
function Client:approve(call, allow)
  self:send({ type = "approve", call = call, allow = allow })
end

--- Asks for an end: the binary closes what is open, says `done`, and ends.
function Client:cancel()
  self:send({ type = "cancel", id = 1 })
  vim.defer_fn(function()
    if self.running then
      self:kill()
    end
  end, CANCEL_MS)
end

--- Ends the binary at once (SIGTERM, later SIGKILL).
function Client:kill()
  pcall(vim.fn.jobstop, self.job)
end

return M
