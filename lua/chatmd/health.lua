--- :checkhealth chatmd
local client = require("chatmd.client")
local config = require("chatmd.config")

local M = {}

-- Neovim 0.7 has no vim.health, and what is start() today was report_start() until 0.10.
local health = vim.health or require("health")
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local error = health.error or health.report_error

local ROUND_TRIP_MS = 5000
-- It asks other programs for their versions, and servers on this machine.
local DOCTOR_MS = 20000

local report = { ok = ok, note = info, warning = warn, error = error }

local function check_neovim()
  local version = vim.version()
  local text = ("Neovim %d.%d.%d"):format(version.major, version.minor, version.patch)
  if vim.fn.has("nvim-0.7.2") == 1 then
    ok(text)
  else
    error(text .. " is too old", { "Install Neovim 0.7.2 or newer" })
  end
end

--- Less than 0 where the first version is older than the second.
---@param one string
---@param other string
---@return integer
local function compare(one, other)
  local numbers = vim.split(other, ".", { plain = true })
  for index, number in ipairs(vim.split(one, ".", { plain = true })) do
    local difference = tonumber(number) - tonumber(numbers[index])
    if difference ~= 0 then
      return difference
    end
  end
  return 0
end

---@return string|nil binary
local function check_binary()
  local binary = client.binary()
  if not binary then
    local advice = config.get().binary and { "Correct or remove the option `binary`" }
      or { "Run `make build` in the plugin's folder", "Or put `chatmd` on PATH" }
    error("no chatmd at " .. table.concat(client.places(), ", "), advice)
    return nil
  end
  ok("found " .. binary)
  for _, place in ipairs(client.places()) do
    -- The one that a shell runs is among what the program itself finds out.
    if place:find("/", 1, true) and vim.fn.executable(place) == 1
      and vim.fn.resolve(place) ~= vim.fn.resolve(binary)
    then
      info("there is another one, which is not used: " .. place)
    end
  end

  local started, output = pcall(vim.fn.system, { binary, "--version" })
  if not started then
    error(binary .. " could not be started", {
      "It may be built for another system, or be no program at all: "
        .. (output:match("E%d+: .*") or output),
    })
    return nil
  end
  local answer = vim.trim(output)
  local version, wanted = answer:match("%d+%.%d+%.%d+"), require("chatmd").version
  if vim.v.shell_error ~= 0 or not version then
    error(("`%s --version` does not answer with a version"):format(binary), {
      "Is this program chatmd? It said: " .. answer:sub(1, 200),
    })
    return nil
  elseif version ~= wanted then
    local is_older = compare(version, wanted) < 0
    warn(("chatmd is %s, this plugin is %s: %s"):format(
      version, wanted, is_older and "chatmd is older" or "the plugin is older"
    ), {
      is_older and "Run `make build` in the plugin's folder, which builds the one that fits"
        or "Update the plugin, or let the program be found that `make build` in its folder makes",
    })
  else
    ok("chatmd " .. version .. ", the same as this plugin")
  end
  return binary
end

--- Asks the built-in model `echo`, which needs no key and no network.
local function check_round_trip()
  local text, problem, code = {}, nil, nil
  local running, not_started = client.start({
    type = "complete",
    id = 1,
    text = "ping\n",
    options = { add_delimiters = true, model = "echo" },
    can_approve = false,
  }, {
    on_event = function(event)
      if event.type == "text" then
        text[#text + 1] = event.chunk
      elseif event.type == "error" then
        problem = require("chatmd.notify").sentence(event)
      end
    end,
    on_invalid = function(line)
      problem = "a line is no event: " .. line:sub(1, 80)
    end,
    on_exit = function(exit_code, stderr)
      code = exit_code
      if stderr ~= "" then
        problem = problem or stderr
      end
    end,
  })
  if not running then
    error(not_started)
    return
  end
  if not vim.wait(ROUND_TRIP_MS, function() return code ~= nil end, 10) then
    running:kill()
    error("no answer from the built-in model `echo` within five seconds")
  elseif code ~= 0 or problem or not table.concat(text):find("ping", 1, true) then
    error(("the built-in model `echo` did not answer (exit code %d)"):format(code), {
      problem or "It ended without a word",
    })
  else
    ok("the built-in model `echo` answers")
  end
end

--- Shows what `chatmd doctor` finds, as it finds it from within this Neovim.
---@param binary string
local function show_doctor(binary)
  local output, code = client.run({ binary, "doctor", "--format", "json" }, DOCTOR_MS)
  local decoded, answer = pcall(vim.json.decode, output or "")
  if not decoded or type(answer) ~= "table" or type(answer.sections) ~= "table" then
    warn(("`%s doctor` does not tell what is wrong (exit code %s)"):format(
      binary, code or "none"), { "Run it in a shell; an older chatmd knows no `doctor`" })
    return
  end
  ---@cast answer chatmd.DoctorReport
  for _, section in ipairs(answer.sections) do
    start("chatmd: " .. section.name)
    for _, check in ipairs(section.checks) do
      local text = check.name .. ": " .. check.message
      if check.status == "warning" or check.status == "error" then
        report[check.status](text, check.hint and { check.hint })
      else
        (report[check.status] or info)(check.hint and text .. " (" .. check.hint .. ")" or text)
      end
    end
  end
end

function M.check()
  start("chatmd")
  check_neovim()
  local binary = check_binary()
  if binary then
    check_round_trip()
  end
  if #config.get().pattern > 0 then
    info("conversations as soon as they are opened: " .. table.concat(config.get().pattern, ", "))
  end
  if vim.go.foldmethod ~= "manual" then
    info(("'foldmethod' is %s, so nothing is folded: that needs `manual`"):format(
      vim.go.foldmethod
    ))
  end
  if config.get().model then
    info(("the option `model` makes `%s` answer every conversation"):format(config.get().model))
  end
  if binary then
    show_doctor(binary)
  end
end

return M
