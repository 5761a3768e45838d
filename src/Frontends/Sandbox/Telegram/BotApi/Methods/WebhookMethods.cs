using System.Text.RegularExpressions;
using Marketplace.Frontends.Sandbox.Telegram.Updates;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed partial class SetWebhook(LongPolls polls, SandboxOptions options) : IBotApiMethod
{
    private static readonly int[] PublicPorts = [443, 80, 88, 8443];
    private readonly Lock _gate = new();
    private readonly Dictionary<long, DateTimeOffset> _last = [];

    public string Name => "setWebhook";

    public IReadOnlyList<string> Parameters =>
        ["url", "certificate", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var arguments = call.Arguments;
        var text = arguments.TextOrEmpty("url").Trim();
        if (text.Length == 0)
        {
            return new(DeleteWebhook.Delete(call));
        }

        var webhook = new Webhook(Url(text), Secret(arguments), (int)Math.Clamp(arguments.Integer("max_connections", 40), 1, 100)) { IpAddress = "127.0.0.1" };
        var allowed = AllowedUpdates.Read(arguments);
        NotTooOften(call);
        var before = call.World.Do(world =>
        {
            var delivery = world.DeliveryOf(call.Bot.Id);
            if (arguments.Flag("drop_pending_updates"))
            {
                world.Updates.RemoveWhere(call.Bot.Id, _ => true);
            }

            world.Deliveries.Put(delivery with { AllowedUpdates = allowed ?? delivery.AllowedUpdates, Webhook = webhook });
            return delivery;
        });
        polls.TakeOver(call.Bot.Id, "terminated by setWebhook request");
        var same = before.Webhook is { } old && old.Url == webhook.Url && old.SecretToken == webhook.SecretToken && old.MaxConnections == webhook.MaxConnections && allowed is null;
        return new(new Answer(true, same ? "Webhook is already set" : "Webhook was set"));
    }

    private Uri Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw Refusal.BadRequest("invalid webhook URL specified");
        }

        if (url.IsLoopback && options.AllowLoopbackWebhooks)
        {
            return url;
        }

        if (url.Scheme != "https")
        {
            throw Refusal.BadRequest("bad webhook: An HTTPS URL must be provided for webhook");
        }

        if (!PublicPorts.Contains(url.Port))
        {
            throw Refusal.BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
        }

        // The sandbox speaks to nobody but this machine.
        throw Refusal.BadRequest("bad webhook: Failed to resolve host: Name or service not known");
    }

    private static string? Secret(Arguments arguments)
    {
        var secret = arguments.TextOrEmpty("secret_token");
        if (secret.Length > 256)
        {
            throw Refusal.BadRequest("secret token is too long");
        }

        return Allowed().IsMatch(secret) ? secret.Length == 0 ? null : secret : throw Refusal.BadRequest("secret token contains unallowed characters");
    }

    private void NotTooOften(BotCall call)
    {
        lock (_gate)
        {
            var now = call.World.Now;
            if (_last.TryGetValue(call.Bot.Id, out var last) && now < last.AddSeconds(1))
            {
                throw Refusal.TooManyRequests(1);
            }

            _last[call.Bot.Id] = now;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]*\z")]
    private static partial Regex Allowed();
}

internal sealed class DeleteWebhook : IBotApiMethod
{
    public string Name => "deleteWebhook";

    public IReadOnlyList<string> Parameters => ["drop_pending_updates"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(Delete(call));

    public static Answer Delete(BotCall call) => call.World.Do(world =>
    {
        var delivery = world.DeliveryOf(call.Bot.Id);
        if (call.Arguments.Flag("drop_pending_updates"))
        {
            world.Updates.RemoveWhere(call.Bot.Id, _ => true);
        }

        if (delivery.Webhook is null)
        {
            return new Answer(true, "Webhook is already deleted");
        }

        world.Deliveries.Put(delivery with { Webhook = null });
        return new Answer(true, "Webhook was deleted");
    });
}

internal sealed class GetWebhookInfo : IBotApiMethod
{
    public string Name => "getWebhookInfo";

    public IReadOnlyList<string> Parameters => [];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var delivery = world.DeliveryOf(call.Bot.Id);
        var webhook = delivery.Webhook;
        return new Answer(new
        {
            url = webhook?.Url.ToString() ?? "",
            has_custom_certificate = false,
            pending_update_count = world.Updates.Of(call.Bot.Id).Count(update => update.ExpiresAt > world.Now),
            ip_address = webhook?.IpAddress,
            last_error_date = webhook?.LastErrorDate,
            last_error_message = webhook?.LastErrorMessage,
            max_connections = webhook?.MaxConnections,
            allowed_updates = delivery.AllowedUpdates is { Count: > 0 } ? delivery.AllowedUpdates : null,
        });
    }));
}
