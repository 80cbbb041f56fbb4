--- `:Chatmd status`: who would answer the buffer, by whose word, and how the last reply went.
local buffer = require("chatmd.buffer")
local float = require("chatmd.float")
local notify = require("chatmd.notify")
local outside_cmdwin = require("chatmd.outside_cmdwin")
local settings = require("chatmd.settings")
local tokens = require("chatmd.tokens")

local M = {}

---@param from { kind: string, path?: string, line?: integer, variable?: string, preset?: string }
---@return string
local function place(from)
  if from.kind == "command_line" then
    return "this buffer"
  elseif from.path == "-" then
    return ("line %d"):format(from.line)
  elseif from.path then
    local path = vim.fn.fnamemodify(from.path, ":p:~")
    return from.line and ("%s:%d"):format(path, from.line) or path
  end
  return from.variable or from.preset and "preset " .. from.preset or "built in"
end

---@param status chatmd.Status|nil
---@return string
local function reply(status)
  if not status then
    return "none yet"
  end
  local parts = { status.state }
  if status.model then
    parts[#parts + 1] = status.model
  end
  if status.duration_ms then
    parts[#parts + 1] = ("%.1f s"):format(status.duration_ms / 1000)
  end
  if status.input_tokens and status.output_tokens then
    parts[#parts + 1] = ("%s tokens in, %s out"):format(
      tokens.grouped(status.input_tokens), tokens.grouped(status.output_tokens)
    )
  end
  if status.cost_usd then
    parts[#parts + 1] = tokens.price(status.cost_usd)
  end
  return table.concat(parts, ", ")
end

---@param value any
---@return string
local function text(value)
  return type(value) == "string" and value or (vim.json.encode(value):gsub("\\/", "/"))
end

--- Rows of columns, the last column ragged.
---@param rows string[][]
---@return string[]
local function aligned(rows)
  local widths = {}
  for _, row in ipairs(rows) do
    for column, cell in ipairs(row) do
      row[column] = vim.fn.strtrans(cell)
      widths[column] = math.max(widths[column] or 0, vim.fn.strdisplaywidth(row[column]))
    end
  end
  return vim.tbl_map(function(row)
    local cells = {}
    for column, cell in ipairs(row) do
      cells[column] = cell .. (" "):rep(widths[column] - vim.fn.strdisplaywidth(cell))
    end
    return (table.concat(cells, "  "):gsub("%s+$", ""))
  end, rows)
end

--- What is shown of a buffer.
---@param buf integer
---@param answer chatmd.Settings
---@return string[]
function M.lines(buf, answer)
  local path = buffer.path(buf)
  local rows = {
    { "file", path and vim.fn.fnamemodify(path, ":~") or "none" },
    { "model", answer.model or answer.problem or "none" },
    { "provider", answer.provider or "none" },
    { "preset", settings.value(answer, "preset") or "none" },
    { "key", answer.key or "none" },
    { "reply", reply(vim.b[buf].chatmd) },
  }
  local set = {}
  for _, setting in ipairs(answer.settings or {}) do
    if setting.from.kind ~= "built_in" then
      set[#set + 1] = { setting.key, text(setting.value), place(setting.from) }
    end
  end
  local lines = aligned(rows)
  if #set > 0 then
    lines[#lines + 1] = ""
    vim.list_extend(lines, aligned(set))
  end
  return lines
end

---@param buf integer
function M.show(buf)
  settings.of_buffer(buf, function(answer, problem)
    if not answer then
      notify.error(problem)
      return
    end
    outside_cmdwin(function()
      if vim.api.nvim_buf_is_valid(buf) then
        float.open(M.lines(buf, answer))
      end
    end)
  end)
end

return M
