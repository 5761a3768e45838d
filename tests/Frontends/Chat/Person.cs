using Marketplace.Campaigns;

namespace Marketplace.Frontends.Tests;

/// <summary>Somebody in front of the chat.</summary>
internal sealed class Person(World world, string name, string? language)
{
    public string Name => name;

    /// <summary>The newest message in his chat.</summary>
    public ScriptedPlatform.Message Sees => world.Platform.In(name).Last();

    /// <summary>The message before it: what stays while menus come and go.</summary>
    public ScriptedPlatform.Message Receipt => world.Platform.In(name).TakeLast(2).First();

    public ArrivedUpdate Typing(string text) => world.Platform.Update(name, text is ['/', ..] ? Command(text) : new TextEntered(text), language);

    public Task Types(string text) => world.StoreAndSettleAsync(Typing(text));

    public ArrivedUpdate Pressing(string label, ScriptedPlatform.Message? under = null)
    {
        var message = under ?? Sees;
        return PressingData(message.Button(label).Data!, message.Id);
    }

    public ArrivedUpdate PressingData(string data, string? messageId) =>
        world.Platform.Update(name, new ButtonPressed(data, messageId, $"{name}-{data}"), language);

    public Task Presses(string label) => world.StoreAndSettleAsync(Pressing(label));

    public ArrivedUpdate Forwarding(string words = "Welcome!", string botId = "777", TimeSpan? age = null)
    {
        var now = world.Marketplace.Clock.GetUtcNow();
        return world.Platform.Update(
            name,
            new MessageForwarded(new ForwardEvidence("telegram", ForwardOrigin.User, botId, true, now - (age ?? TimeSpan.Zero), now, $"hash of {words}"), "lucky_bot"),
            language);
    }

    public Task Forwards(string words = "Welcome!", string botId = "777") => world.StoreAndSettleAsync(Forwarding(words, botId));

    /// <summary>Opens a link that leads back to our bot.</summary>
    public Task Opens(string label) => Types("/start " + Sees.Button(label).Url!.Split("start=")[1]);

    private static CommandEntered Command(string text)
    {
        var parts = text[1..].Split(' ', 2);
        return new CommandEntered(parts[0], parts.Length > 1 ? parts[1] : null);
    }
}
