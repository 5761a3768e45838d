using System.Globalization;
using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SendLocation(FloodGate flood) : IBotApiMethod
{
    public string Name => "sendLocation";

    public IReadOnlyList<string> Parameters { get; } =
        Outgoing.ParametersWith("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius");

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var attachment = Attachment.Of("location", Read(call.Arguments));
        return new(new Answer(Outgoing.Post(call, flood, draft => draft with { Attachment = attachment })));
    }

    public static object Read(Arguments arguments)
    {
        var (latitude, longitude) = (Degrees(arguments, "latitude", 90), Degrees(arguments, "longitude", 180));
        var period = arguments.Integer("live_period");
        if (period is not 0 and not 0x7FFFFFFF and (< 60 or > 86_400))
        {
            throw Refusal.BadRequest("wrong live period specified");
        }

        return new { latitude, longitude, live_period = period == 0 ? (long?)null : period };
    }

    private static decimal Degrees(Arguments arguments, string name, int most)
    {
        if (arguments.TextOrEmpty(name).Trim() is not { Length: > 0 } text)
        {
            throw Refusal.BadRequest($"{name} is empty");
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most
            ? degrees
            : throw Refusal.BadRequest("wrong location specified");
    }
}

internal sealed class SendVenue(FloodGate flood) : IBotApiMethod
{
    public string Name => "sendVenue";

    public IReadOnlyList<string> Parameters { get; } = Outgoing.ParametersWith(
        "latitude", "longitude", "title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type");

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var venue = new { location = SendLocation.Read(call.Arguments), title = call.Arguments.Required("title"), address = call.Arguments.Required("address") };
        return new(new Answer(Outgoing.Post(call, flood, draft => draft with { Attachment = Attachment.Of("venue", venue) })));
    }
}

internal sealed class SendContact(FloodGate flood) : IBotApiMethod
{
    public string Name => "sendContact";

    public IReadOnlyList<string> Parameters { get; } = Outgoing.ParametersWith("phone_number", "first_name", "last_name", "vcard");

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var contact = new
        {
            phone_number = call.Arguments.Required("phone_number"),
            first_name = call.Arguments.Required("first_name"),
            last_name = call.Arguments.Text("last_name"),
            vcard = call.Arguments.Text("vcard"),
        };
        return new(new Answer(Outgoing.Post(call, flood, draft => draft with { Attachment = Attachment.Of("contact", contact) })));
    }
}

internal sealed class SendDice(FloodGate flood) : IBotApiMethod
{
    public string Name => "sendDice";

    public IReadOnlyList<string> Parameters { get; } = Outgoing.ParametersWith("emoji");

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var emoji = call.Arguments.TextOrEmpty("emoji") is { Length: > 0 } given ? given : "🎲";
        var most = emoji switch
        {
            "🎲" or "🎯" or "🎳" => 6,
            "🏀" or "⚽" => 5,
            "🎰" => 64,
            _ => throw Refusal.BadRequest("wrong dice emoji specified"),
        };
        var dice = Attachment.Of("dice", new { emoji, value = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, most + 1) });
        return new(new Answer(Outgoing.Post(call, flood, draft => draft with { Attachment = dice })));
    }
}
