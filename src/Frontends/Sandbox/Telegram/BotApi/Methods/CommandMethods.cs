using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed partial class SetMyCommands : IBotApiMethod
{
    private const int Limit = 100;

    public string Name => "setMyCommands";

    public IReadOnlyList<string> Parameters => ["commands", "scope", "language_code"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var argument = call.Arguments.Json("commands", "commands");
        if (argument is not { ValueKind: JsonValueKind.Array } array)
        {
            throw Refusal.BadRequest(argument is null ? "parameter \"commands\" is required" : "expected an Array of BotCommand");
        }

        var commands = array.EnumerateArray().Select(Read).ToList();
        if (commands.Count > Limit)
        {
            throw Refusal.BadRequest("BOT_COMMANDS_TOO_MUCH");
        }

        return new(call.World.Do(world =>
        {
            world.Commands.Put(new CommandList(call.Bot.Id, CommandScope.Read(call), CommandScope.Language(call), commands));
            world.Tell("commands", 0, call.Bot.Id, null);
            return new Answer(true);
        }));
    }

    private static BotCommand Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.BadRequest("can't parse BotCommand: expected an Object");
        }

        var command = Field(json, "command").Trim().TrimStart('/');
        var description = Field(json, "description").Trim();
        if (command.Length == 0)
        {
            throw Refusal.BadRequest("Command must be non-empty");
        }

        if (command.Length > 32)
        {
            throw Refusal.BadRequest("Command length must not exceed 32");
        }

        if (!Allowed().IsMatch(command))
        {
            throw Refusal.BadRequest("BOT_COMMAND_INVALID");
        }

        return description.EnumerateRunes().Count() switch
        {
            0 => throw Refusal.BadRequest("Command description must not be empty"),
            > 256 => throw Refusal.BadRequest("Command description length must not exceed 256"),
            _ => new BotCommand(command, description),
        };
    }

    private static string Field(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw Refusal.BadRequest($"can't parse BotCommand: Can't find field \"{name}\"");

    [GeneratedRegex(@"\A[a-z0-9_]+\z")]
    private static partial Regex Allowed();
}

internal sealed class GetMyCommands : IBotApiMethod
{
    public string Name => "getMyCommands";

    public IReadOnlyList<string> Parameters => ["scope", "language_code"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
        new Answer(world.Commands.Find(CommandList.KeyOf(call.Bot.Id, CommandScope.Read(call), CommandScope.Language(call)))?.Commands ?? [])));
}

internal sealed class DeleteMyCommands : IBotApiMethod
{
    public string Name => "deleteMyCommands";

    public IReadOnlyList<string> Parameters => ["scope", "language_code"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        if (world.Commands.Find(CommandList.KeyOf(call.Bot.Id, CommandScope.Read(call), CommandScope.Language(call))) is { } list)
        {
            world.Commands.Remove(list);
            world.Tell("commands", 0, call.Bot.Id, null);
        }

        return new Answer(true);
    }));
}
