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

local function check_neovim()
  local version = vim.version()
  local text = ("Neovim %d.%d.%d"):format(version.major, version.minor, version.patch)
  if vim.fn.has("nvim-0.7.2") == 1 then
    ok(text)
  else
    error(text .. " is too old", { "Install Neovim 0.7.2 or newer" })
  end
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

  local answer = vim.trim(vim.fn.system({ binary, "--version" }))
  local version, wanted = answer:match("%d+%.%d+%.%d+"), require("chatmd").version
  if vim.v.shell_error ~= 0 or not version then
    error(("`%s --version` does not answer with a version"):format(binary), {
      "Is this program chatmd? It said: " .. answer:sub(1, 200),
    })
    return nil
  elseif version ~= wanted then
    warn(("chatmd is %s, this plugin is %s"):format(version, wanted), {
      "Update the older one; `make build` in the plugin's folder builds the one that fits",
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

function M.check()
  start("chatmd")
  check_neovim()
  if check_binary() then
    check_round_trip()
  end
  if config.get().model then
    info(("the option `model` makes `%s` answer every conversation"):format(config.get().model))
  end
  info("keys and models: run `chatmd --help` in a shell")
end

return M
